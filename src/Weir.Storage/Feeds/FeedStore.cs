using System.Data.Common;
using Dapper;
using Weir.Storage.Samples;

namespace Weir.Storage.Feeds;

/// <summary>Where each feed stands, what its fetches found, and the raw entries of its statements.</summary>
public sealed class FeedStore
{
    private const int DaysKept = 730;
    private const int UnchangedDaysKept = 30;
    private const string StateColumns = """
        f.name AS Feed, s.cursor, s.attempted_at AS AttemptedAt, s.succeeded_at AS SucceededAt, s.due_at AS DueAt, s.failures,
        s.newest_entry AS NewestEntry, s.new_at AS NewAt
        """;

    private readonly Database _database;
    private readonly SampleStore _samples;

    internal FeedStore(Database database, SampleStore samples) => (_database, _samples) = (database, samples);

    /// <summary>Where a feed stands; null when it was never tried.</summary>
    public FeedState? State(string feed) => _database.Read(connection => connection.QuerySingleOrDefault<FeedState>(
        $"SELECT {StateColumns} FROM feed_states s JOIN feeds f ON f.id = s.feed_id WHERE f.name = @feed", new { feed }));

    /// <summary>All feeds that were ever tried, by name.</summary>
    public IReadOnlyList<FeedState> States() => _database.Read(connection => connection.Query<FeedState>(
        $"SELECT {StateColumns} FROM feed_states s JOIN feeds f ON f.id = s.feed_id ORDER BY f.name").AsList());

    /// <summary>The newest fetches of a feed, newest first; those before a number when one is given.</summary>
    public IReadOnlyList<FetchRecord> Fetches(string feed, int count, long before = long.MaxValue) => _database.Read(connection => connection.Query<FetchRow>(
        $"SELECT {FetchRow.Columns} FROM feed_fetches x JOIN feeds f ON f.id = x.feed_id WHERE f.name = @feed AND x.id < @before ORDER BY x.id DESC LIMIT @count",
        new { feed, count, before }).Select(row => row.ToRecord()).ToList());

    /// <summary>Gives a feed the trust that the settings name (0..1), unless it was set by hand since they last changed. Makes the feed if need be.</summary>
    public void Configure(string feed, double trust)
    {
        var configured = _database.Write(connection =>
        {
            FeedId(connection, feed);
            return connection.ExecuteScalar<double?>("SELECT configured_trust FROM feeds WHERE name = @feed", new { feed });
        });
        if (configured == trust) return;
        _samples.SetTrust(feed, trust, "settings");
        _database.Write(connection => { connection.Execute("UPDATE feeds SET configured_trust = @trust WHERE name = @feed", new { feed, trust }); });
    }

    /// <summary>Records in the audit log what was done to a feed's settings.</summary>
    public void Record(string action, string feed, string detail, string actor) =>
        _database.Write(connection => Settings.AuditLog.Append(connection, _database.Now, actor, action, feed, detail));

    /// <summary>Begins a fetch. One that did not end is marked as abandoned; the caller holds the feed's lock.</summary>
    public FetchTicket Begin(string feed) => _database.Write(connection =>
    {
        var (feedId, now) = (FeedId(connection, feed), _database.Now);
        connection.Execute("""
            UPDATE feed_fetches SET outcome = 'abandoned', finished_at = @now, sentence = 'The process ended during this fetch; what it had kept stays.'
            WHERE feed_id = @feedId AND finished_at IS NULL
            """, new { feedId, now });
        connection.Execute("""
            UPDATE imports SET outcome = 'damaged', finished_at = @now
            WHERE finished_at IS NULL AND id IN (SELECT import_id FROM feed_fetches WHERE feed_id = @feedId)
            """, new { feedId, now });
        connection.Execute("DELETE FROM feed_fetches WHERE feed_id = @feedId AND (started_at < @old OR (outcome = 'unchanged' AND started_at < @recent))",
            new { feedId, old = now.AddDays(-DaysKept), recent = now.AddDays(-UnchangedDaysKept) });
        connection.Execute("INSERT INTO feed_states (feed_id, attempted_at) VALUES (@feedId, @now) ON CONFLICT (feed_id) DO UPDATE SET attempted_at = excluded.attempted_at",
            new { feedId, now });
        var id = connection.QuerySingle<long>("INSERT INTO feed_fetches (feed_id, started_at) VALUES (@feedId, @now) RETURNING id", new { feedId, now });
        return new FetchTicket(id, feedId, feed);
    });

    /// <summary>Keeps a batch, and its cursor if it has one, in one transaction; gives back the counts of the fetch with it.</summary>
    public FetchCounts Keep(FetchTicket fetch, FeedBatch batch) => _database.Write(connection =>
    {
        var counts = new BatchWriter(connection, _database.Now, fetch).Write(batch);
        if (batch.Cursor is not null) connection.Execute("UPDATE feed_states SET cursor = @Cursor WHERE feed_id = @FeedId", new { batch.Cursor, fetch.FeedId });
        return counts;
    });

    /// <summary>Ends a fetch with its last batch, an outcome of <see cref="FetchOutcomes"/>, and the time of the next.</summary>
    public FetchRecord Finish(FetchTicket fetch, FeedBatch rest, string outcome, string sentence, DateTimeOffset dueAt) => _database.Write(connection =>
    {
        var now = _database.Now;
        var counts = new BatchWriter(connection, now, fetch).Write(rest);
        connection.Execute("UPDATE feed_fetches SET outcome = @outcome, sentence = @sentence, finished_at = @now WHERE id = @Id", new { outcome, sentence, now, fetch.Id });
        connection.Execute("""
            UPDATE imports SET outcome = CASE WHEN @isGood = 1 THEN 'done' ELSE 'damaged' END, finished_at = @now
            WHERE id = (SELECT import_id FROM feed_fetches WHERE id = @Id)
            """, new { isGood = FetchOutcomes.IsGood(outcome), now, fetch.Id });
        Advance(connection, fetch, outcome, rest.Cursor, counts.NewestEntry, dueAt);
        return connection.QuerySingle<FetchRow>($"SELECT {FetchRow.Columns} FROM feed_fetches x JOIN feeds f ON f.id = x.feed_id WHERE x.id = @Id", new { fetch.Id }).ToRecord();
    });

    /// <summary>What feeds wrote about a sample, as they wrote it; of imported files, only the subject is kept.</summary>
    public IReadOnlyList<RawEntry> RawOf(string canonical) => _database.Read(connection => connection.Query<RawRow>("""
        SELECT f.name AS Feed, o.seen_at AS SeenAt, o.repeats, o.entry, s.subject, b.first, b.packed
        FROM samples s JOIN observations o ON o.sample_id = s.id JOIN feeds f ON f.id = o.feed_id
        LEFT JOIN raw_blocks b ON b.import_id = o.import_id AND o.entry BETWEEN b.first AND b.last
        WHERE s.canonical = @canonical AND s.channel = 0 ORDER BY o.seen_at, f.name
        """, new { canonical }).Select(row => row.ToEntry()).ToList());

    private void Advance(DbConnection connection, FetchTicket fetch, string outcome, string? cursor, DateTimeOffset? newest, DateTimeOffset dueAt) => connection.Execute("""
        UPDATE feed_states SET due_at = @dueAt, cursor = coalesce(@cursor, cursor),
          succeeded_at = CASE WHEN @isGood = 1 THEN @now ELSE succeeded_at END,
          failures = CASE WHEN @isGood = 1 THEN 0 WHEN @outcome = 'stopped' THEN failures ELSE failures + 1 END,
          newest_entry = CASE WHEN @newest > coalesce(newest_entry, 0) THEN @newest ELSE newest_entry END
        WHERE feed_id = @FeedId
        """, new { dueAt, cursor, outcome, isGood = FetchOutcomes.IsGood(outcome), now = _database.Now, newest, fetch.FeedId });

    private long FeedId(DbConnection connection, string feed) => connection.QuerySingle<long>(
        "INSERT INTO feeds (name, added_at) VALUES (@feed, @now) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id", new { feed, now = _database.Now });
}
