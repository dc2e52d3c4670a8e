using System.Globalization;
using Weir.Detection.Reference;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Drop;

/// <summary>
/// Takes the files of a local mirror by the rules of the drop folder, and leaves them where they are, so that the next synchronisation
/// finds them. The reports lie beside the mirror.
/// </summary>
internal sealed class MirrorTaking(FeedRun run, string mirror)
{
    private static readonly EnumerationOptions Plain = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 8,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.Device,
        IgnoreInaccessible = true,
    };

    /// <summary>Takes every file that is new or has changed; how the fetch ends.</summary>
    public FetchOutcome Take(CancellationToken ct)
    {
        var subjects = new UrlSubjects(ReferenceLists.Load(run.Store.DataDirectory));
        var taking = new FileTaking(run.Store, new UrlImport(run.Store, subjects.TryRead, subjects.IsPopular));
        var (taken, refusals) = (0, new List<string>());
        foreach (var path in Directory.EnumerateFiles(mirror, "*", Plain).Order(StringComparer.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
            var file = new FileInfo(path);
            if (!file.Exists || run.Store.Taken.WasTaken(path, file.Length, file.LastWriteTimeUtc.Ticks)) continue;
            if (One(taking, file, ct) is { } refusal) refusals.Add(refusal);
            taken++;
        }

        if (refusals.Count > 0) return FetchOutcome.FormatChanged(string.Create(CultureInfo.InvariantCulture, $"{refusals.Count} of {taken} new files could not be used; {refusals[0].TrimEnd('.')}"));
        return taken == 0 ? FetchOutcome.Unchanged() : FetchOutcome.Done();
    }

    private string? One(FileTaking taking, FileInfo file, CancellationToken ct)
    {
        var (path, size, writtenAt) = (file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        var name = Path.GetRelativePath(mirror, path).Replace('\\', '/');
        var place = DropPlace.Of(name);
        var options = new ImportOptions { Feed = place.Feed, FeedOfRows = run.Feed.Name, IsPhishing = place.IsPhishing ?? run.Feed.IsPhishing };
        if (taking.Take(path, name, options, ct) is not ({ } taken, var isKnown)) return $"{name} may not be read";
        AtomicFile.Write(Path.Combine(run.Directory, "reports", name + ".report.json"), report => DropReport.Write(report, run.Store, taken, isKnown));
        run.Store.Taken.Finish(taken);
        run.Store.Taken.Took(path, size, writtenAt);
        if (!isKnown) run.Tally.Count(read: taken.Read, added: taken.Added, duplicate: taken.Duplicate, rejected: taken.Rejected, bytes: size);
        return taken.Outcome == "rejected" ? $"{name}: {taken.Sentence}" : null;
    }
}
