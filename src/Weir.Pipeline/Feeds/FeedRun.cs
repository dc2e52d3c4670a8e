using Weir.Evidence.Http;
using Weir.Storage;
using Weir.Storage.Feeds;
using Weir.Storage.Samples;

namespace Weir.Pipeline.Feeds;

/// <summary>
/// One fetch of one feed, as its fetcher sees it: takes rows, and writes them in short transactions, so that a fetch that dies keeps
/// what it had and nothing is kept twice. Not for use by two threads at once.
/// </summary>
public sealed class FeedRun
{
    private const int BatchRows = 2000;
    private const int FirstYear = 1990;

    private readonly SubjectReading _reading;
    private readonly List<FeedStatement> _statements = [];
    private readonly List<Reject> _rejects = [];
    private readonly DateTimeOffset _startedAt;
    private readonly CancellationToken _ct;

    internal FeedRun(WeirStore store, FeedSettings feed, FeedParts parts, FetchTicket ticket, string? cursor, string directory, CancellationToken ct)
    {
        (Store, Feed, Http, Ticket, Cursor, Directory, _ct) = (store, feed, parts.Http, ticket, cursor, directory, ct);
        _reading = new SubjectReading(parts.Read, parts.IsPopularHost);
        _startedAt = Time.GetUtcNow();
    }

    /// <summary>The settings of the feed.</summary>
    public FeedSettings Feed { get; }

    /// <summary>What the fetcher left last time; null the first time.</summary>
    public string? Cursor { get; private set; }

    /// <summary>A directory of the feed's own, which exists.</summary>
    public string Directory { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => Store.Time;

    /// <summary>The door to the web.</summary>
    public GuardedHttp Http { get; }

    /// <summary>The store.</summary>
    public WeirStore Store { get; }

    /// <summary>The counts so far.</summary>
    public FeedTally Tally { get; } = new();

    /// <summary>Whether as many entries have been read as one fetch may bring.</summary>
    public bool IsFull => Tally.Counts.Read >= Feed.MaxRows;

    /// <summary>How many entries were refused because they could not be read, and the reason of the first.</summary>
    public (long Count, string? Reason) Unreadable { get; private set; }

    internal FetchTicket Ticket { get; }

    /// <summary>Takes a row; it is on the disk after the next <see cref="Keep"/> or the end of the fetch.</summary>
    public void Take(in FeedRow row)
    {
        if (row.IsLeftOut)
        {
            Tally.Count(leftOut: 1);
            return;
        }

        if (row.Fault is { } fault) Refuse(row, fault);
        else State(row);
        if (_statements.Count + _rejects.Count >= BatchRows) Keep(null);
    }

    /// <summary>Writes what was taken and, when it is not null, the cursor, in one transaction.</summary>
    public void Keep(string? cursor)
    {
        _ct.ThrowIfCancellationRequested();
        Tally.Counts = Store.Feeds.Keep(Ticket, Batch(cursor));
        Cursor = cursor ?? Cursor;
        Clear();
    }

    /// <summary>Ends the fetch with what was taken since the last time.</summary>
    internal FetchRecord Finish(string outcome, string sentence, string? cursor, DateTimeOffset dueAt)
    {
        var record = Store.Feeds.Finish(Ticket, Batch(cursor), outcome, sentence, dueAt);
        Clear();
        return record;
    }

    /// <summary>Forgets what was taken since the last time: writing it is what failed.</summary>
    internal void Drop() => Clear();

    private void State(in FeedRow row)
    {
        var fault = _reading.Read(row.Subject, out var subject, out var key);
        var isPhishing = row.IsPhishing ?? Feed.IsPhishing;
        if (fault is not null) Refuse(row, fault);
        else if (isPhishing is null) Refuse(row, "neither the entry nor the settings say phishing or benign");
        else if (isPhishing.Value && _reading.IsPopularHomepage(key)) SetAside(row);
        else Add(row, subject, key, isPhishing.Value);
    }

    private void Add(in FeedRow row, string subject, in SubjectKey key, bool isPhishing)
    {
        var seenAt = Believed(row.SeenAt);
        if (seenAt is { } time) Tally.Saw(time);
        var isStamped = seenAt is null && Feed.Usual.StampsUndated;
        var observation = new Observation(Feed.Name, subject, key.Canonical, key.Registrable, isPhishing, isStamped ? _startedAt : seenAt, row.Target);
        Tally.Count(read: 1);
        _statements.Add(new FeedStatement(observation, row.Raw, isStamped));
    }

    // A time that has not come yet would put the entry behind every cut.
    private DateTimeOffset? Believed(DateTimeOffset? time) => time is { Year: >= FirstYear } && time <= _startedAt.AddDays(1) ? time : null;

    private void Refuse(in FeedRow row, string reason)
    {
        Unreadable = (Unreadable.Count + 1, Unreadable.Reason ?? reason);
        Tally.CountRejected(isSetAside: false);
        _rejects.Add(new Reject(row.Line, reason, row.Raw));
    }

    private void SetAside(in FeedRow row)
    {
        Tally.CountRejected(isSetAside: true);
        _rejects.Add(new Reject(row.Line, SubjectReading.SetAside, row.Raw));
    }

    private FeedBatch Batch(string? cursor) => new() { Statements = _statements, Rejects = _rejects, Counts = Tally.Counts, Cursor = cursor };

    private void Clear()
    {
        _statements.Clear();
        _rejects.Clear();
    }
}
