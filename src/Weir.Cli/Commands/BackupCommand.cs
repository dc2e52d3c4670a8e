using System.CommandLine;
using System.Globalization;
using Weir.Pipeline.Keeping;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir backup</c>: one moment of the data directory as a file or a directory, or a copy to object storage.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("FILE|DIR|s3") { Description = "A new .tar.gz file, a new or empty directory, or s3: the storage that Keeping:S3 names" };
    private static readonly Option<bool> WithSettings = new("--with-settings") { Description = "Take weir.json along, with the secrets that it may hold" };

    internal static Command Create()
    {
        var command = new Command("backup", "Save database, models, datasets and lists, also while Weir serves") { Target, WithSettings };
        command.SetAction((parsed, ct) => Task.Run(() => RunAsync(parsed, ct), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var (data, target, output) = (parsed.DataDirectory(), parsed.GetValue(Target)!, parsed.InvocationConfiguration.Output);
        if (!WeirStore.Exists(parsed.Store())) throw new CliError($"{data} holds no database; there is nothing to save. Name the data directory with --data.");
        using var store = parsed.OpenStore();
        if (target == "s3") return await CopyAsync(store, output, ct);
        var manifest = Backup.Write(store, target, parsed.GetValue(WithSettings), ct);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {manifest.Files.Count} files, {manifest.Bytes / 1048576.0:0.0} MiB; `weir restore {target}` brings them back."));
        if (!parsed.GetValue(WithSettings) && File.Exists(Path.Combine(data, "weir.json"))) output.WriteLine("Not saved: weir.json, which may hold secrets (--with-settings takes it along).");
        return ExitCode.Done;
    }

    private static async Task<int> CopyAsync(WeirStore store, TextWriter output, CancellationToken ct)
    {
        var settings = LearningOptions.Read(store.DataDirectory).Keeping.S3 ?? throw S3Missing();
        using var copy = new S3Copy(store, settings);
        var counts = await copy.RunAsync(ct);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{settings.Name}: {counts.Sent} files sent, {counts.Bytes / 1048576.0:0.0} MiB; {counts.Kept} were there already. `weir restore s3` brings them back."));
        return ExitCode.Done;
    }

    internal static CliError S3Missing() => new("no storage is named; set Keeping:S3:Bucket (WEIR__Keeping__S3__Bucket), AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
}
