using System.Data;
using System.Data.Common;
using Dapper;
using Weir.Storage.Engines;

namespace Weir.Storage.Samples;

/// <summary>Samples with what feeds state about them. Observations come in through <see cref="ImportLog.Begin"/>.</summary>
public sealed class SampleStore
{
    private static readonly (string, DbType)[] LabelColumns =
    [
        ("sample_id", DbType.Int64), ("label", DbType.Int64), ("share", DbType.Double), ("feeds", DbType.Int64), ("feed_id", DbType.Int64), ("seen_at", DbType.Int64),
        ("decided_at", DbType.Int64), ("labelled_at", DbType.Int64),
    ];

    private readonly Database _database;

    internal SampleStore(Database database) => _database = database;

    /// <summary>
    /// The statements about the next samples whose label is out of date, ordered by sample; all statements of a sample stand in
    /// one answer. Empty when every label is up to date.
    /// </summary>
    public IReadOnlyList<Vote> NextVotes(int samples) => _database.Read(connection =>
    {
        using var command = connection.Command("""
            SELECT o.sample_id, o.feed_id, o.claim, o.seen_at,
              CASE WHEN (t.quarantined_at IS NULL OR coalesce(o.import_id, 0) < t.suspect_import) AND a.sample_id IS NULL THEN f.trust * coalesce(t.agreement, 1.0) ELSE 0.0 END, g.label
            FROM (SELECT id, channel, canonical FROM samples WHERE pending = 1 ORDER BY id LIMIT @samples) s
            JOIN observations o ON o.sample_id = s.id JOIN feeds f ON f.id = o.feed_id LEFT JOIN feed_standing t ON t.feed_id = o.feed_id
            LEFT JOIN set_aside a ON a.sample_id = o.sample_id AND a.feed_id = o.feed_id AND a.claim = o.claim
            LEFT JOIN gold g ON g.canonical = s.canonical AND s.channel = 0
            ORDER BY o.sample_id
            """, ("@samples", (long)samples));
        using var reader = command.ExecuteReader();
        var votes = new List<Vote>(samples);
        while (reader.Read())
            votes.Add(new Vote(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2) == 1, Time(reader, 3), reader.GetDouble(4),
                reader.IsDBNull(5) ? null : (Label)reader.GetInt64(5)));
        return votes;
    });

    /// <summary>Keeps decided labels and marks their samples as up to date, in one transaction.</summary>
    public void Keep(IReadOnlyList<LabelDecision> decisions) => _database.Write(connection =>
    {
        var now = _database.Now.ToUnixTimeSeconds();
        Bulk.Insert(connection, "labels", LabelColumns,
            decisions.Select(one => (object?[])[one.SampleId, (long)one.Label, one.Share, (long)one.Feeds, one.FeedId, one.SeenAt?.ToUnixTimeSeconds(), now, now]), """
            (sample_id) DO UPDATE SET labelled_at = CASE WHEN labels.label = excluded.label THEN labels.labelled_at ELSE excluded.labelled_at END, label = excluded.label,
              share = excluded.share, feeds = excluded.feeds, feed_id = excluded.feed_id, seen_at = excluded.seen_at, decided_at = excluded.decided_at
            """);
        foreach (var ids in decisions.Select(one => one.SampleId).Chunk(1000)) connection.Execute("UPDATE samples SET pending = 0 WHERE id IN @ids", new { ids });
    });

    /// <summary>Hands over every sample labelled benign or phishing, in the order of the store, without holding them all.</summary>
    public void ReadLabelled(Action<LabelledSample> take) => _database.Read(connection =>
    {
        using var command = connection.Command("""
            SELECT s.canonical, s.subject, s.registrable, l.label, coalesce(l.seen_at, 0), f.name
            FROM labels l JOIN samples s ON s.id = l.sample_id JOIN feeds f ON f.id = l.feed_id
            WHERE l.label < 2 AND s.channel = 0 ORDER BY l.sample_id
            """);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            take(new LabelledSample(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3) == 1,
                Time(reader, 4), reader.GetString(5)));
        return true;
    });

    /// <summary>How many samples carry each label.</summary>
    public LabelCounts CountLabels() => _database.Read(connection => connection.QuerySingle<LabelCounts>("""
        SELECT (SELECT count(*) FROM samples) AS Samples, count(CASE WHEN label = 0 THEN 1 END) AS Benign, count(CASE WHEN label = 1 THEN 1 END) AS Phishing,
          count(CASE WHEN label = 2 THEN 1 END) AS Unknown, (SELECT count(*) FROM samples WHERE pending = 1) AS Pending FROM labels
        """));

    /// <summary>Every feed that has spoken, by name.</summary>
    public IReadOnlyList<FeedRecord> Feeds() => _database.Read(connection => connection.Query<(string Name, double Trust, long Count, long Phishing, long Last)>("""
        SELECT f.name, f.trust, count(o.sample_id), CAST(coalesce(sum(o.claim), 0) AS BIGINT), coalesce(max(o.seen_at), 0)
        FROM feeds f LEFT JOIN observations o ON o.feed_id = f.id GROUP BY f.id, f.name, f.trust ORDER BY f.name
        """).Select(row => new FeedRecord(row.Name, row.Trust, row.Count, row.Phishing,
            row.Last > 0 ? DateTimeOffset.FromUnixTimeSeconds(row.Last) : null)).ToList());

    /// <summary>Sets the trust of a feed (0..1); its samples are weighed anew. False when no feed has this name.</summary>
    public bool SetTrust(string feed, double trust, string actor) => _database.Write(connection =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trust, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trust, 1);
        var id = connection.QuerySingleOrDefault<long?>("UPDATE feeds SET trust = @trust WHERE name = @feed RETURNING id", new { trust, feed });
        if (id is null) return false;
        connection.Execute("UPDATE samples SET pending = 1 WHERE id IN (SELECT sample_id FROM observations WHERE feed_id = @id)", new { id });
        Settings.AuditLog.Append(connection, _database.Now, actor, "feed.trust", feed,
            trust.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture));
        return true;
    });

    private static DateTimeOffset? Time(DbDataReader reader, int column)
    {
        var seconds = reader.GetInt64(column);
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
