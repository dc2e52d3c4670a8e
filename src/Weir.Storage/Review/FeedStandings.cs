using System.Data.Common;
using Dapper;
using Weir.Storage.Engines;
using Weir.Storage.Samples;
using Weir.Storage.Settings;

namespace Weir.Storage.Review;

/// <summary>Where feeds stand: how far others bear them out, and which are quarantined. Who changes what is in the audit log.</summary>
public sealed class FeedStandings
{
    private const string OfFeed = "SELECT sample_id FROM observations WHERE feed_id = @id";

    private readonly Database _database;

    internal FeedStandings(Database database) => _database = database;

    /// <summary>Every feed, by name.</summary>
    public IReadOnlyList<FeedStanding> All() => _database.Read(connection => connection.Query<FeedStanding>("""
        SELECT f.id AS FeedId, f.name AS Feed, f.trust AS Trust, coalesce(t.confirmed, 0) AS Confirmed, coalesce(t.contradicted, 0) AS Contradicted,
          coalesce(t.agreement, 1.0) AS Agreement, t.quarantined_at AS QuarantinedAt, t.reason, t.released_at AS ReleasedAt
        FROM feeds f LEFT JOIN feed_standing t ON t.feed_id = f.id ORDER BY f.name
        """).AsList());

    /// <summary>The feed of this name, or null.</summary>
    public FeedStanding? Find(string feed) => All().FirstOrDefault(standing => standing.Feed == feed);

    /// <summary>
    /// From now on the claims of a feed since an import weigh nothing, all of them with 0; they are kept. Its samples are weighed anew. False
    /// when no feed has this name, or it is quarantined already.
    /// </summary>
    public bool Quarantine(string feed, string reason, string actor, long sinceImport = 0) => _database.Write(connection =>
    {
        if (Id(connection, feed) is not { } id) return false;
        var changed = connection.Execute("""
            INSERT INTO feed_standing (feed_id, quarantined_at, reason, suspect_import) VALUES (@id, @now, @reason, @sinceImport)
            ON CONFLICT (feed_id) DO UPDATE SET quarantined_at = excluded.quarantined_at, reason = excluded.reason,
              suspect_import = excluded.suspect_import
            WHERE feed_standing.quarantined_at IS NULL
            """, new { id, now = _database.Now, reason, sinceImport });
        if (changed == 0) return false;
        Due(connection, id);
        AuditLog.Append(connection, _database.Now, actor, "feed.quarantined", feed, reason);
        return true;
    });

    /// <summary>
    /// The claims of a feed count again, also those set aside because they were unusual for it. False when no such feed is quarantined.
    /// </summary>
    public bool Release(string feed, string actor) => _database.Write(connection =>
    {
        if (Id(connection, feed) is not { } id) return false;
        var changed = connection.Execute("UPDATE feed_standing SET quarantined_at = NULL, reason = NULL, released_at = @now WHERE feed_id = @id AND quarantined_at IS NOT NULL",
            new { id, now = _database.Now });
        if (changed == 0) return false;
        connection.Execute("DELETE FROM set_aside WHERE feed_id = @id AND kind = 'unusual'", new { id });
        Due(connection, id);
        AuditLog.Append(connection, _database.Now, actor, "feed.released", feed, "");
        return true;
    });

    /// <summary>The votes on samples of which several feeds speak, ordered by sample; trust is what a person gave, 0 in quarantine.</summary>
    public void ReadShared(Action<Vote> take) => _database.Read(connection =>
    {
        using var command = connection.Command("""
            SELECT o.sample_id, o.feed_id, o.claim, o.seen_at, CASE WHEN (t.quarantined_at IS NULL OR coalesce(o.import_id, 0) < t.suspect_import) AND a.sample_id IS NULL THEN f.trust ELSE 0.0 END
            FROM labels l JOIN observations o ON o.sample_id = l.sample_id JOIN feeds f ON f.id = o.feed_id
            LEFT JOIN feed_standing t ON t.feed_id = o.feed_id
            LEFT JOIN set_aside a ON a.sample_id = o.sample_id AND a.feed_id = o.feed_id AND a.claim = o.claim
            WHERE l.feeds > 1 ORDER BY o.sample_id
            """);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            take(new Vote(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2) == 1,
                reader.GetInt64(3) is > 0 and var seen ? DateTimeOffset.FromUnixTimeSeconds(seen) : null, reader.GetDouble(4)));
        return true;
    });

    /// <summary>Keeps counts and agreement of feeds; samples on which feeds contradict each other are weighed anew when asked.</summary>
    public void KeepAgreement(IReadOnlyCollection<FeedStanding> standings, bool weighAnew) => _database.Write(connection =>
    {
        connection.Execute("""
            INSERT INTO feed_standing (feed_id, confirmed, contradicted, agreement) VALUES (@FeedId, @Confirmed, @Contradicted, @Agreement)
            ON CONFLICT (feed_id) DO UPDATE SET confirmed = excluded.confirmed, contradicted = excluded.contradicted, agreement = excluded.agreement
            """, standings);
        if (weighAnew) connection.Execute("UPDATE samples SET pending = 1 WHERE id IN (SELECT sample_id FROM labels WHERE share > 0 AND share < 1 AND feeds > 1)");
    });

    private static long? Id(DbConnection connection, string feed) =>
        connection.QuerySingleOrDefault<long?>("SELECT id FROM feeds WHERE name = @feed", new { feed });

    private static void Due(DbConnection connection, long id) =>
        connection.Execute($"UPDATE samples SET pending = 1 WHERE id IN ({OfFeed})", new { id });
}
