using Dapper;
using Microsoft.Data.Sqlite;

namespace Weir.Storage.Samples;

/// <summary>Samples with what feeds state about them. Observations come in through <see cref="ImportLog.Begin"/>.</summary>
public sealed class SampleStore
{
    private readonly Database _database;

    internal SampleStore(Database database) => _database = database;

    /// <summary>
    /// The statements about the next samples whose label is out of date, ordered by sample; all statements of a sample stand in
    /// one answer. Empty when every label is up to date.
    /// </summary>
    public IReadOnlyList<Vote> NextVotes(int samples) => _database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT o.sample_id, o.feed_id, o.claim, o.seen_at,
              CASE WHEN (t.quarantined_at IS NULL OR ifnull(o.import_id, 0) < t.suspect_import) AND a.sample_id IS NULL THEN f.trust * ifnull(t.agreement, 1.0) ELSE 0.0 END, g.label
            FROM (SELECT id, channel, canonical FROM samples WHERE pending = 1 ORDER BY id LIMIT $count) s
            JOIN observations o ON o.sample_id = s.id JOIN feeds f ON f.id = o.feed_id LEFT JOIN feed_standing t ON t.feed_id = o.feed_id
            LEFT JOIN set_aside a ON a.sample_id = o.sample_id AND a.feed_id = o.feed_id AND a.claim = o.claim
            LEFT JOIN gold g ON g.canonical = s.canonical AND s.channel = 0
            ORDER BY o.sample_id
            """;
        command.Parameters.AddWithValue("$count", samples);
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
        using var label = connection.CreateCommand();
        label.CommandText = """
            INSERT INTO labels (sample_id, label, share, feeds, feed_id, seen_at, decided_at, labelled_at)
            VALUES ($id, $label, $share, $feeds, $feed, $seen, $now, $now)
            ON CONFLICT (sample_id) DO UPDATE SET labelled_at = CASE WHEN labels.label = excluded.label THEN labels.labelled_at ELSE excluded.labelled_at END, label = excluded.label, share = excluded.share, feeds = excluded.feeds,
              feed_id = excluded.feed_id, seen_at = excluded.seen_at, decided_at = excluded.decided_at
            """;
        using var done = connection.CreateCommand();
        done.CommandText = "UPDATE samples SET pending = 0 WHERE id = $id";
        foreach (var name in (string[])["$id", "$label", "$share", "$feeds", "$feed", "$seen", "$now"])
            label.Parameters.Add(new SqliteParameter(name, null));
        done.Parameters.Add(new SqliteParameter("$id", null));
        label.Parameters["$now"].Value = _database.Now.ToUnixTimeSeconds();
        foreach (var decision in decisions) Keep(label, done, decision);
    });

    /// <summary>Hands over every sample labelled benign or phishing, in the order of the store, without holding them all.</summary>
    public void ReadLabelled(Action<LabelledSample> take) => _database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT s.canonical, s.subject, s.registrable, l.label, ifnull(l.seen_at, 0), f.name
            FROM labels l JOIN samples s ON s.id = l.sample_id JOIN feeds f ON f.id = l.feed_id
            WHERE l.label < 2 AND s.channel = 0 ORDER BY l.sample_id
            """;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            take(new LabelledSample(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3) == 1,
                Time(reader, 4), reader.GetString(5)));
        return true;
    });

    /// <summary>How many samples carry each label.</summary>
    public LabelCounts CountLabels() => _database.Read(connection => connection.QuerySingle<LabelCounts>("""
        SELECT (SELECT count(*) FROM samples) AS Samples, ifnull(sum(label = 0), 0) AS Benign, ifnull(sum(label = 1), 0) AS Phishing,
          ifnull(sum(label = 2), 0) AS Unknown, (SELECT count(*) FROM samples WHERE pending = 1) AS Pending FROM labels
        """));

    /// <summary>Every feed that has spoken, by name.</summary>
    public IReadOnlyList<FeedRecord> Feeds() => _database.Read(connection => connection.Query("""
        SELECT f.name AS Name, f.trust AS Trust, count(o.sample_id) AS Count, ifnull(sum(o.claim), 0) AS Phishing, max(o.seen_at) AS Last
        FROM feeds f LEFT JOIN observations o ON o.feed_id = f.id GROUP BY f.id ORDER BY f.name
        """).Select(row => new FeedRecord((string)row.Name, (double)row.Trust, (long)row.Count, (long)row.Phishing,
            row.Last is long and > 0 ? DateTimeOffset.FromUnixTimeSeconds((long)row.Last) : null)).ToList());

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

    private static void Keep(SqliteCommand label, SqliteCommand done, in LabelDecision decision)
    {
        label.Parameters[0].Value = decision.SampleId;
        label.Parameters[1].Value = (int)decision.Label;
        label.Parameters[2].Value = decision.Share;
        label.Parameters[3].Value = decision.Feeds;
        label.Parameters[4].Value = decision.FeedId;
        label.Parameters[5].Value = (object?)decision.SeenAt?.ToUnixTimeSeconds() ?? DBNull.Value;
        label.ExecuteNonQuery();
        done.Parameters[0].Value = decision.SampleId;
        done.ExecuteNonQuery();
    }

    private static DateTimeOffset? Time(SqliteDataReader reader, int column)
    {
        var seconds = reader.GetInt64(column);
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
