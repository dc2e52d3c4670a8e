using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Weir.Pipeline.Feeds.Drop;

namespace Weir.Pipeline.Feeds.Sync;

/// <summary>Runs rsync into the mirror of the feed, then takes what is new in it. A transfer that was cut off goes on next time.</summary>
internal sealed class RsyncFetcher(RsyncOptions options) : IFeedFetcher
{
    public async Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct)
    {
        var mirror = Directory.CreateDirectory(Path.Combine(run.Directory, "mirror")).FullName;
        if (await SynchroniseAsync(run, mirror, ct) is { } clause) return FetchOutcome.Failed(run.Feed.Masked(clause));
        return await Task.Run(() => new MirrorTaking(run, mirror).Take(ct), ct);
    }

    private async Task<string?> SynchroniseAsync(FeedRun run, string mirror, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var clock = new CancellationTokenSource(run.Feed.Timeout, run.Time);
        await using var _ = clock.Token.Register(limit.Cancel);
        try
        {
            using var process = Process.Start(Start(run, mirror))!;
            await using var kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
            if (clock.IsCancellationRequested) return string.Create(CultureInfo.InvariantCulture, $"rsync did not end within {run.Feed.Timeout.TotalSeconds:0} seconds; raise Timeout, the next run goes on where it stopped");
            // 24: files vanished at the source while they were listed; what came is good.
            return process.ExitCode is 0 or 24 ? null : Clause(process.ExitCode, errors);
        }
        catch (Win32Exception)
        {
            return $"the program {options.Program} is not there; install it (Debian: apt-get install rsync)";
        }
    }

    private ProcessStartInfo Start(FeedRun run, string mirror)
    {
        var start = new ProcessStartInfo(options.Program) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        string[] arguments =
        [
            "--recursive", "--quiet", "--times", "--no-links", "--no-devices", "--no-specials", "--chmod=D700,F600", "--partial-dir=.rsync-partial",
            string.Create(CultureInfo.InvariantCulture, $"--max-size={run.Feed.MaxBytes}"),
            string.Create(CultureInfo.InvariantCulture, $"--timeout={Math.Max(1, (int)run.Feed.StallTimeout.TotalSeconds)}"),
            "--rsh=" + Shell(), "--", options.Source, mirror + "/",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Never among the arguments, which every user of the machine can read.
        if (run.Feed.Key is { } password) start.Environment["RSYNC_PASSWORD"] = password;
        return start;
    }

    private string Shell() => "ssh -o BatchMode=yes -o ConnectTimeout=15"
        + (options.Port is null ? "" : " -p " + options.Port) + (options.IdentityFile is null ? "" : $" -i '{options.IdentityFile.Replace("'", "", StringComparison.Ordinal)}'");

    private static string Clause(int code, string errors)
    {
        var first = errors.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"rsync ended with code {code}{(first.Length == 0 ? "" : ": " + first[..Math.Min(first.Length, 300)].TrimEnd('.'))}");
    }
}
