using System.Globalization;
using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>
/// The daily clean-up: what kills left behind, old model and dataset files, free space of the database, the copy to object storage,
/// a look at disk and clock. Whatever fails is a finding; the rest is done all the same.
/// </summary>
public sealed class DailyKeeping(WeirStore store, KeepingSettings settings)
{
    private const string CopyName = "s3-copy";

    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<Finding> _findings = [];

    /// <summary>Runs once; the versions in use are those that run beside the champion.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyCollection<string> versionsInUse, CancellationToken ct = default)
    {
        _findings.Clear();
        Step("files", CleanTemporary);
        Step("models", () => Tell(new FileRetention(store, settings).Run(versionsInUse)));
        Step("database", () => store.File.Compact());
        Step("disk", Disk);
        Step("clock", Clock);
        if (settings.S3 is { } storage) await CopyAsync(storage, ct);
        return [.. _findings];
    }

    /// <summary>
    /// Copies to object storage when the last copy that came to its end is a day old: asked every hour, it makes good for an outage
    /// within one.
    /// </summary>
    public async Task<IReadOnlyList<Finding>> CopyDueAsync(CancellationToken ct = default)
    {
        _findings.Clear();
        if (settings.S3 is { } storage && store.Schedules.IsDue(CopyName, Day)) await CopyAsync(storage, ct);
        return [.. _findings];
    }

    private async Task CopyAsync(S3Settings storage, CancellationToken ct)
    {
        try
        {
            using var copy = new S3Copy(store, storage);
            await copy.RunAsync(ct);
            store.Schedules.Mark(CopyName);
        }
        catch (Exception fault) when (fault is KeepingException or StoreException or IOException or UnauthorizedAccessException)
        {
            Add(FindingLevel.Warning, "s3", $"The copy to object storage failed and is tried again: {fault.Message}");
        }
    }

    private void Step(string subject, Action act)
    {
        try
        {
            act();
        }
        catch (Exception fault) when (fault is StoreException or IOException or UnauthorizedAccessException)
        {
            Add(FindingLevel.Warning, subject, $"The daily clean-up could not be done: {fault.Message}");
        }
    }

    private void Tell(Removed removed)
    {
        if (removed.Models.Count + removed.Datasets.Count == 0) return;
        Add(FindingLevel.Information, "files", string.Create(CultureInfo.InvariantCulture,
            $"{removed.Models.Count} old model files and {removed.Datasets.Count} old datasets were taken away ({removed.Bytes / 1048576.0:0.0} MiB); their records stay."));
    }

    // A cycle elsewhere may be about to give such a file its name.
    private void CleanTemporary()
    {
        using var hold = CycleLock.TryTake(store.DataDirectory);
        if (hold is not null) TemporaryFiles.Clean(store.DataDirectory);
    }

    private void Disk()
    {
        var free = new DriveInfo(store.DataDirectory).AvailableFreeSpace >> 20;
        if (free >= settings.LeastFreeMiB) return;
        Add(FindingLevel.Critical, "disk", $"Only {free} MiB are free on the disk of '{store.DataDirectory}' (Keeping:LeastFreeMiB is {settings.LeastFreeMiB}); free some space, or learning stops.");
    }

    private void Clock()
    {
        if (ClockFault(store) is { } sentence) Add(FindingLevel.Warning, "clock", sentence);
    }

    /// <summary>A sentence when the clock stands before what was written last; null when it does not.</summary>
    public static string? ClockFault(WeirStore store)
    {
        var now = store.Time.GetUtcNow();
        if (store.File.LastWrite() is not { } last || last - now <= ClockSlack) return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"The clock says {now:yyyy-MM-dd HH:mm} UTC, but something was written at {last:yyyy-MM-dd HH:mm} UTC; set the clock (NTP): until it has caught up, the ages of models and feeds are wrong.");
    }

    private void Add(FindingLevel level, string subject, string sentence) => _findings.Add(new Finding(FindingKind.Keeping, level, subject, sentence));
}
