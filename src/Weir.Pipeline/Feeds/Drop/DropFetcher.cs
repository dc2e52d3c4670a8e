using System.Globalization;
using Weir.Detection.Reference;
using Weir.Pipeline.Files;
using Weir.Storage.Collecting;

namespace Weir.Pipeline.Feeds.Drop;

/// <summary>
/// Takes the files of a folder. A file is left alone until two looks, some time apart, find the same size and time; then it is
/// claimed, taken and put to its end.
/// </summary>
internal sealed class DropFetcher(string? folder, bool? isPhishing, TimeSpan settle) : IFeedFetcher
{
    private const int MostFiles = 1000;

    public Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct) => Task.Run(() => Fetch(run, ct), ct);

    private FetchOutcome Fetch(FeedRun run, CancellationToken ct)
    {
        var drop = new DropFolder(Path.Combine(run.Store.DataDirectory, folder ?? "drop"), "phishing", "benign");
        var subjects = new UrlSubjects(ReferenceLists.Load(run.Store.DataDirectory));
        var taking = new FileTaking(run.Store, new UrlImport(run.Store, subjects.TryRead, subjects.IsPopular));
        var refusals = new List<string>();
        var taken = 0;
        foreach (var file in drop.Claimed().Concat(Settled(run, drop)).Take(MostFiles))
        {
            ct.ThrowIfCancellationRequested();
            if (Take(run, drop, taking, file, ct) is { } refusal) refusals.Add(refusal);
            taken++;
        }

        if (refusals.Count > 0)
            return FetchOutcome.FormatChanged(string.Create(CultureInfo.InvariantCulture, $"{refusals.Count} of {taken} dropped files were moved to rejected/ with a report; {refusals[0].TrimEnd('.')}"));
        return taken == 0 ? FetchOutcome.Unchanged() : FetchOutcome.Done();
    }

    // Lazy, so that a file is claimed only when it is its turn.
    private IEnumerable<DroppedFile> Settled(FeedRun run, DropFolder drop)
    {
        var waiting = drop.Waiting();
        run.Store.Taken.ForgetOthers(drop.Root, waiting.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
        foreach (var file in waiting)
        {
            if (run.Time.GetUtcNow() - run.Store.Taken.Look(file.Path, file.Size, file.WrittenAt) < settle) continue;
            var claimed = drop.Claim(file);
            run.Store.Taken.Forget(file.Path);
            yield return claimed;
        }
    }

    private string? Take(FeedRun run, DropFolder drop, FileTaking taking, DroppedFile file, CancellationToken ct)
    {
        var place = DropPlace.Of(file.Name);
        var options = new ImportOptions { Feed = place.Feed, FeedOfRows = run.Feed.Name, IsPhishing = place.IsPhishing ?? isPhishing };
        if (taking.Take(file.Path, file.Name, options, ct) is not var (taken, isKnown))
        {
            var unread = Unread(run, file);
            drop.Finish(file, "rejected", report => DropReport.Write(report, run.Store, unread, isKnown: false));
            return $"{file.Name}: {unread.Sentence}";
        }

        // Somebody wrote on after all: the next look takes the whole.
        if (!DropFolder.IsUnchanged(file)) return null;
        var isRejected = taken.Outcome == "rejected";
        drop.Finish(file, isRejected ? "rejected" : "done", report => DropReport.Write(report, run.Store, taken, isKnown));
        run.Store.Taken.Finish(taken);
        if (!isKnown) run.Tally.Count(read: taken.Read, added: taken.Added, duplicate: taken.Duplicate, rejected: taken.Rejected, bytes: file.Size);
        return isRejected ? $"{file.Name}: {taken.Sentence}" : null;
    }

    private static TakenFile Unread(FeedRun run, DroppedFile file) => new()
    {
        Sha256 = "",
        Feed = run.Feed.Name,
        Label = "",
        Name = file.Name,
        TakenAt = run.Time.GetUtcNow(),
        Outcome = "rejected",
        Sentence = "The file may not be read by the user that runs Weir; change its owner or mode and drop it again.",
    };
}
