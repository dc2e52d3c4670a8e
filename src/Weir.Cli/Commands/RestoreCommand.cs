using System.CommandLine;
using System.Globalization;
using Weir.Pipeline.Keeping;
using Weir.Server.Settings;

namespace Weir.Cli.Commands;

/// <summary><c>weir restore</c>: brings a backup back, after every byte of it has been checked.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("FILE|DIR|s3") { Description = "What `weir backup` wrote, or s3: the newest copy in the storage that Keeping:S3 names" };
    private static readonly Option<bool> Force = new("--force") { Description = "Put aside what the data directory holds now" };

    internal static Command Create()
    {
        var command = new Command("restore", "Bring a backup back into the data directory") { Source, Force };
        command.SetAction((parsed, ct) => Task.Run(() => RunAsync(parsed, ct), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var (data, source, force) = (parsed.DataDirectory(), parsed.GetValue(Source)!, parsed.GetValue(Force));
        if (parsed.Store().Server is { } server)
            throw new CliError($"the database is PostgreSQL ({server}), which its own tools bring back: `pg_restore --clean --if-exists --dbname NAME weir.dump`; docs/database.md shows how. Without DB_HOST a backup goes into the data directory.");
        var restore = new Restore(data, TimeProvider.System);
        var restored = source == "s3"
            ? await restore.RunAsync(LearningOptions.Read(data).Keeping.S3 ?? throw BackupCommand.S3Missing(), force, ct)
            : await restore.RunAsync(source, force, ct);
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{data} is as it was on {restored.Manifest.CreatedAt:yyyy-MM-dd HH:mm} UTC: {restored.Manifest.Files.Count} files, {restored.Manifest.Bytes / 1048576.0:0.0} MiB."));
        if (restored.Before is { } before) output.WriteLine($"What was there before lies in {before}; delete it when it is not needed any more.");
        return ExitCode.Done;
    }
}
