using Dapper;

namespace Weir.Storage.Review;

/// <summary>A phishing claim of a feed on what a person has cleared.</summary>
/// <param name="SampleId">The sample.</param>
/// <param name="FeedId">The feed.</param>
/// <param name="Feed">Its name.</param>
/// <param name="Subject">The subject as it was given.</param>
/// <param name="CaseId">The case that cleared it; null when it was cleared by hand.</param>
public sealed record Relisting(long SampleId, long FeedId, string Feed, string Subject, long? CaseId);

/// <summary>Feeds that list again what was cleared. Each feed and subject is found once; a new settlement begins anew.</summary>
public sealed class Relistings
{
    private readonly Database _database;

    internal Relistings(Database database) => _database = database;

    /// <summary>Sets aside the phishing claims that came after the subject was cleared, and gives back those not told before.</summary>
    public IReadOnlyList<Relisting> Take() => _database.Read(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM gold WHERE label = 0")) == 0 ? [] : _database.Write(connection =>
    {
        var found = connection.Query<Row>("""
            SELECT DISTINCT o.sample_id AS SampleId, o.feed_id AS FeedId, f.name AS Feed, s.subject AS Subject, g.case_id AS CaseId
            FROM gold g JOIN samples s ON s.canonical = g.canonical AND s.channel = 0 JOIN observations o ON o.sample_id = s.id AND o.claim = 1
            JOIN feeds f ON f.id = o.feed_id LEFT JOIN imports i ON i.id = o.import_id
            LEFT JOIN set_aside a ON a.sample_id = o.sample_id AND a.feed_id = o.feed_id AND a.claim = o.claim
            WHERE g.label = 0 AND (a.kind IS NULL OR a.kind <> 'relisted') AND (o.last_at > g.added_at OR coalesce(i.started_at, 0) > g.added_at)
            ORDER BY o.sample_id, o.feed_id
            """).AsList();
        connection.Execute("""
            INSERT INTO set_aside (sample_id, feed_id, claim, kind, at) VALUES (@SampleId, @FeedId, 1, 'relisted', @now)
            ON CONFLICT (sample_id, feed_id, claim) DO UPDATE SET kind = excluded.kind, at = excluded.at
            """, found.Select(row => new { row.SampleId, row.FeedId, now = _database.Now }));
        return (IReadOnlyList<Relisting>)[.. found.Select(row => new Relisting(row.SampleId, row.FeedId, row.Feed, row.Subject, row.CaseId))];
    });

    private sealed class Row
    {
        public long SampleId { get; init; }

        public long FeedId { get; init; }

        public string Feed { get; init; } = "";

        public string Subject { get; init; } = "";

        public long? CaseId { get; init; }
    }
}
