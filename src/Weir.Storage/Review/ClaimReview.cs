using System.Data.Common;
using Dapper;
using Weir.Storage.Engines;

namespace Weir.Storage.Review;

/// <summary>New claims of feeds, each import handed out until it has been reviewed, and the counts kept of them.</summary>
public sealed class ClaimReview
{
    /// <summary>An import that has not ended after so long was stopped; what it brought is reviewed too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly Database _database;

    internal ClaimReview(Database database) => _database = database;

    /// <summary>Imports that ended and have not been reviewed, in their order.</summary>
    public IReadOnlyList<UnreviewedImport> Unreviewed() => _database.Read(connection => connection
        .Query<(long Id, long At)>("SELECT id, started_at FROM imports WHERE reviewed = 0 AND (finished_at IS NOT NULL OR started_at < @stopped) ORDER BY id",
            new { stopped = _database.Now - Patience })
        .Select(row => new UnreviewedImport(row.Id, DateTimeOffset.FromUnixTimeSeconds(row.At))).ToList());

    /// <summary>Hands over every sample that an import speaks of, with all claims on it.</summary>
    public void Read(long importId, Action<ClaimedSample> take) => _database.Read(connection =>
    {
        using var command = connection.Command("""
            SELECT s.id, s.subject, s.canonical, o.feed_id, o.claim, min(CASE WHEN o.import_id = @import THEN 1 ELSE 0 END),
              max(CASE WHEN t.quarantined_at IS NULL OR coalesce(o.import_id, 0) < t.suspect_import THEN 0 ELSE 1 END),
              max(CASE WHEN a.sample_id IS NOT NULL THEN 1 ELSE 0 END), max(CASE WHEN o.import_id = @import AND a.kind = 'stale' THEN 1 ELSE 0 END)
            FROM (SELECT DISTINCT sample_id FROM observations WHERE import_id = @import) n JOIN samples s ON s.id = n.sample_id
            JOIN observations o ON o.sample_id = s.id LEFT JOIN feed_standing t ON t.feed_id = o.feed_id
            LEFT JOIN set_aside a ON a.sample_id = o.sample_id AND a.feed_id = o.feed_id AND a.claim = o.claim
            GROUP BY s.id, s.subject, s.canonical, o.feed_id, o.claim ORDER BY s.id
            """, ("@import", importId));
        using var reader = command.ExecuteReader();
        ClaimedSample? sample = null;
        var claims = new List<FeedClaim>();
        while (reader.Read())
        {
            if (sample?.Id != reader.GetInt64(0))
            {
                if (sample is not null) take(sample);
                claims = [];
                sample = new ClaimedSample(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), claims);
            }

            claims.Add(new FeedClaim(reader.GetInt64(3), Truth(4), Truth(5), Truth(6), Truth(7), Truth(8)));
        }

        if (sample is not null) take(sample);
        return true;

        bool Truth(int column) => reader.GetInt64(column) == 1;
    });

    /// <summary>What imports brought of a feed so far, oldest first.</summary>
    public IReadOnlyList<FeedBatch> Batches(long feedId) => _database.Read(connection => connection.Query<FeedBatch>("""
        SELECT feed_id AS FeedId, import_id AS ImportId, at, claims, phishing, popular, against, cleared, doubted
        FROM feed_batches WHERE feed_id = @feedId ORDER BY at, import_id
        """, new { feedId }).AsList());

    /// <summary>
    /// Keeps the review of an import: its counts, the claims set aside, and the samples of which another feed now says the same, so
    /// that what was set aside counts again. All of it or, when the import has been reviewed already, nothing (false).
    /// </summary>
    public bool Keep(long importId, IReadOnlyCollection<FeedBatch> batches, IReadOnlyCollection<AsideClaim> aside, IReadOnlyCollection<(long SampleId, bool IsPhishing)> borneOut) =>
        _database.Write(connection =>
        {
            if (connection.Execute("UPDATE imports SET reviewed = 1 WHERE id = @importId AND reviewed = 0", new { importId }) == 0) return false;
            connection.Execute("""
                INSERT INTO feed_batches (feed_id, import_id, at, claims, phishing, popular, against, cleared, doubted)
                VALUES (@FeedId, @ImportId, @At, @Claims, @Phishing, @Popular, @Against, @Cleared, @Doubted)
                """, batches);
            foreach (var (sampleId, isPhishing) in borneOut)
                if (connection.Execute("DELETE FROM set_aside WHERE sample_id = @sampleId AND claim = @isPhishing AND kind NOT IN ('cleared', 'relisted')", new { sampleId, isPhishing }) > 0) Due(connection, sampleId);
            Put(connection, aside, _database.Now);
            return true;
        });

    internal static void Put(DbConnection connection, IReadOnlyCollection<AsideClaim> aside, DateTimeOffset now)
    {
        foreach (var claim in aside)
        {
            connection.Execute("""
                INSERT INTO set_aside (sample_id, feed_id, claim, kind, at) VALUES (@SampleId, @FeedId, @IsPhishing, @Kind, @now)
                ON CONFLICT (sample_id, feed_id, claim) DO NOTHING
                """, new { claim.SampleId, claim.FeedId, claim.IsPhishing, claim.Kind, now });
            Due(connection, claim.SampleId);
        }
    }

    private static void Due(DbConnection connection, long sampleId) =>
        connection.Execute("UPDATE samples SET pending = 1 WHERE id = @sampleId AND pending = 0", new { sampleId });
}
