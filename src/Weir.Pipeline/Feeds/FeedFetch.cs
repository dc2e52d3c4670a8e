using System.Globalization;
using Weir.Storage;
using Weir.Storage.Feeds;

namespace Weir.Pipeline.Feeds;

/// <summary>Runs one fetch of one feed, from its lock to its record. The door at which everything that goes wrong becomes a sentence.</summary>
internal sealed class FeedFetch(WeirStore store, FeedParts parts)
{
    private const int FewRows = 10;

    /// <summary>The record of the fetch; null when another process fetches this feed just now.</summary>
    public async Task<FetchRecord?> RunAsync(FeedSettings feed, CancellationToken ct)
    {
        FeedRun? run = null;
        try
        {
            var directory = Path.Combine(store.DataDirectory, "feeds", feed.Name);
            Directory.CreateDirectory(directory);
            using var hold = Hold(directory);
            if (hold is null) return null;
            store.Feeds.Configure(feed.Name, feed.Trust);
            var state = store.Feeds.State(feed.Name);
            run = new FeedRun(store, feed, parts, store.Feeds.Begin(feed.Name), state?.Cursor, directory, ct);
            return End(run, await OutcomeAsync(run, ct), state?.Failures ?? 0);
        }
        catch (Exception fault) when (fault is StoreException or IOException or UnauthorizedAccessException)
        {
            // Nothing can be recorded: what is told must not depend on it.
            return Unrecorded(feed, run, fault);
        }
    }

    private static async Task<FetchOutcome> OutcomeAsync(FeedRun run, CancellationToken ct)
    {
        try
        {
            var outcome = await run.Feed.Fetcher.FetchAsync(run, ct);
            return outcome.Kind == FetchOutcomes.Done ? Judged(run, outcome) : outcome;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            run.Finish(FetchOutcomes.Stopped, "Weir was stopped during this fetch; what it had kept stays.", null, run.Time.GetUtcNow());
            throw;
        }
        catch (Exception fault)
        {
            run.Drop();
            return FetchOutcome.Failed(fault is StoreException or IOException or UnauthorizedAccessException ? fault.Message.TrimEnd('.') : $"unexpected {fault.GetType().Name}: {fault.Message.TrimEnd('.')}");
        }
    }

    // An error page in the dress of a list must not pass for one.
    private static FetchOutcome Judged(FeedRun run, FetchOutcome outcome)
    {
        if (!run.Feed.Usual.IsWhole) return outcome;
        var (read, (bad, reason)) = (run.Tally.Counts.Read, run.Unreadable);
        var isFormat = bad > 0 && (bad == read || (read >= FewRows && 2 * bad > read));
        return isFormat
            ? FetchOutcome.FormatChanged(string.Create(CultureInfo.InvariantCulture, $"{bad:N0} of {read:N0} entries cannot be read, the first because: {reason}")) with { NotBefore = outcome.NotBefore }
            : outcome;
    }

    private static FetchRecord End(FeedRun run, FetchOutcome outcome, int failures)
    {
        var kind = outcome.Kind == FetchOutcomes.Done && run.Feed.Usual.IsWhole && run.Tally.Counts is { Read: 0, LeftOut: 0 } ? FetchOutcomes.Empty : outcome.Kind;
        var isGood = FetchOutcomes.IsGood(kind);
        var now = run.Time.GetUtcNow();
        var due = FeedSchedule.Next(run.Feed, isGood ? 0 : failures + 1, now, outcome.NotBefore);
        var sentence = run.Feed.Masked(Sentence(run.Feed.Name, kind, outcome.Clause, due));
        // A list that was not taken must not answer "unchanged" next time.
        return run.Finish(kind, sentence, isGood ? outcome.Cursor : null, due);
    }

    private static string Sentence(string feed, string kind, string clause, DateTimeOffset due) => kind switch
    {
        FetchOutcomes.Failed => string.Create(CultureInfo.InvariantCulture, $"The feed {feed} could not be fetched: {clause}. Next attempt {due:yyyy-MM-dd HH:mm} UTC."),
        FetchOutcomes.Format => string.Create(CultureInfo.InvariantCulture, $"The feed {feed} is not in the format that its kind reads: {clause}. Next attempt {due:yyyy-MM-dd HH:mm} UTC; check its address and kind."),
        FetchOutcomes.Empty => string.Create(CultureInfo.InvariantCulture, $"The feed {feed} answered without a single entry. Next attempt {due:yyyy-MM-dd HH:mm} UTC."),
        _ => "",
    };

    private FetchRecord Unrecorded(FeedSettings feed, FeedRun? run, Exception fault) => new()
    {
        Id = run?.Ticket.Id ?? 0,
        Feed = feed.Name,
        StartedAt = store.Time.GetUtcNow(),
        FinishedAt = store.Time.GetUtcNow(),
        Outcome = FetchOutcomes.Failed,
        Sentence = feed.Masked($"The feed {feed.Name} could not be kept: {fault.Message.TrimEnd('.')}."),
    };

    // The system lets go of it when the process ends, however it ends.
    private static FileStream? Hold(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(Path.Combine(directory, "lock")))
        {
            return null;
        }
    }
}
