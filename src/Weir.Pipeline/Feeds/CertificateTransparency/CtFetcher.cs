using System.Globalization;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Storage.Collecting;

namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>
/// Reads a log from where the last fetch stopped. The cursor is the index of the next entry; candidates are kept before it moves, and
/// keeping one again changes nothing, so that a stop at any point loses and doubles nothing.
/// </summary>
internal sealed class CtFetcher(CtOptions options) : IFeedFetcher
{
    public async Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct)
    {
        var door = new CtDoor(run.Http, run.Feed, run.Time);
        ICtLog log = options.IsStatic ? new StaticCtLog(door) : new Rfc6962Log(door, options.Batch);
        var size = await log.SizeAsync(ct);
        if (size.Value is not { Entries: var entries }) return Failed(size);
        if (!long.TryParse(run.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var next)) next = Math.Max(0, entries - options.Backlog);
        if (next > entries) return FetchOutcome.FormatChanged($"{door.Shown} has {entries} entries, fewer than the {next} that were read; another log answers there, or it lost entries");
        if (entries - next > options.MaxBehind) next = PassOver(run, next, entries - options.Backlog);
        run.Store.Candidates.Drop(run.Time.GetUtcNow() - options.KeepFor);
        return await ReadAsync(run, log, next, entries, ct);
    }

    private async Task<FetchOutcome> ReadAsync(FeedRun run, ICtLog log, long next, long entries, CancellationToken ct)
    {
        var scorer = new LookAlikeScorer(ReferenceLists.Load(run.Store.DataDirectory));
        var start = next;
        var end = Math.Min(entries, next + options.MaxEntries);
        while (next < end)
        {
            var answer = await log.ReadAsync(next, entries, ct);
            if (answer.Value is not { Entries: var batch }) return Failed(answer);
            Keep(run, scorer, batch, next);
            next += batch.Count;
            run.Keep(Text(next));
        }

        return next == start ? FetchOutcome.Unchanged() : FetchOutcome.Done(Text(next));
    }

    private void Keep(FeedRun run, LookAlikeScorer scorer, IReadOnlyList<(CtEntry Entry, string Fault)> batch, long first)
    {
        var found = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        var rejected = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var (entry, fault) = batch[i];
            if (fault.Length == 0 && CertificateNames.TryRead(entry.Der, entry.IsPrecertificate, out var names, out fault)) Add(run.Feed.Name, scorer, names, entry, first + i, found);
            else
            {
                rejected++;
                run.Take(FeedRow.Refused(first + i, "", fault));
            }
        }

        var added = run.Store.Candidates.Keep(found.Values);
        run.Tally.Count(read: batch.Count - rejected, added: added, duplicate: batch.Count - rejected - added);
        run.Tally.Saw(batch.Max(pair => pair.Entry.LoggedAt));
    }

    private void Add(string log, LookAlikeScorer scorer, IReadOnlyList<string> names, in CtEntry entry, long index, Dictionary<string, Candidate> found)
    {
        foreach (var name in names)
        {
            var host = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
            if (scorer.Score(host) is not { } likeness || likeness.Score < options.MinScore) continue;
            found[host] = new Candidate
            {
                Name = host,
                Score = likeness.Score,
                Brand = likeness.Brand,
                Reason = likeness.Reason,
                Log = log,
                Entry = index,
                FirstAt = entry.LoggedAt,
                LastAt = entry.LoggedAt,
            };
        }
    }

    private static long PassOver(FeedRun run, long from, long to)
    {
        run.Take(FeedRow.Refused(from, "", string.Create(CultureInfo.InvariantCulture, $"passed over {to - from:N0} entries from {from} on: the log grows faster than it is read; raise MaxEntries or lower Every")));
        return to;
    }

    private static FetchOutcome Failed<T>(CtAnswer<T> answer)
        where T : class => FetchOutcome.Failed(answer.Clause!) with { NotBefore = answer.NotBefore };

    private static string Text(long index) => index.ToString(CultureInfo.InvariantCulture);
}
