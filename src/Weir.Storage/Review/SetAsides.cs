using System.Data.Common;
using Dapper;
using Weir.Storage.Engines;

namespace Weir.Storage.Review;

/// <summary>What a feed says in a conflict: the kind is null when the claim counts, quarantine when its feed is, else why it is set aside.</summary>
public sealed record ConflictClaim(string Feed, bool IsPhishing, string? Kind);

/// <summary>A subject that is not learned from because what feeds say of it is contested or set aside.</summary>
public sealed record Conflict(string Subject, DateTimeOffset Since, IReadOnlyList<ConflictClaim> Claims);

/// <summary>A phishing label with the newest time at which a feed said so.</summary>
public readonly record struct OldLabel(long SampleId, string Canonical, string Registrable, DateTimeOffset LastSaid);

/// <summary>Claims that weigh nothing for now, the conflicts a person may settle, and the labels that have grown old.</summary>
public sealed class SetAsides
{
    private readonly Database _database;

    internal SetAsides(Database database) => _database = database;

    /// <summary>How many subjects are contested or set aside.</summary>
    public long Count() => _database.Read(connection => connection.ExecuteScalar<long>("""
        SELECT count(*) FROM labels l WHERE l.label = 2
        """));

    /// <summary>The newest conflicts, newest first.</summary>
    public IReadOnlyList<Conflict> Recent(int count) => _database.Read(connection => connection.Query<(long Id, string Subject, long Since)>("""
        SELECT l.sample_id, s.subject, l.labelled_at FROM labels l JOIN samples s ON s.id = l.sample_id
        WHERE l.label = 2 ORDER BY l.labelled_at DESC, l.sample_id DESC LIMIT @count
        """, new { count }).Select(row => new Conflict(row.Subject, DateTimeOffset.FromUnixTimeSeconds(row.Since), Claims(connection, row.Id))).ToList());

    /// <summary>Hands over the phishing labels that no feed has confirmed since; the time is that of the statement, or of its arrival when later.</summary>
    public void ReadOld(DateTimeOffset since, Action<OldLabel> take) => _database.Read(connection =>
    {
        using var command = connection.Command("""
            SELECT s.id, s.canonical, s.registrable, max(CASE WHEN o.seen_at = 0 THEN coalesce(i.started_at, 0) ELSE o.seen_at END)
            FROM labels l JOIN samples s ON s.id = l.sample_id JOIN observations o ON o.sample_id = s.id AND o.claim = 1 LEFT JOIN imports i ON i.id = o.import_id
            WHERE l.label = 1 AND coalesce(l.seen_at, 0) < @since GROUP BY s.id, s.canonical, s.registrable
            HAVING max(CASE WHEN o.seen_at = 0 THEN coalesce(i.started_at, 0) ELSE o.seen_at END) < @since
            """, ("@since", since.ToUnixTimeSeconds()));
        using var reader = command.ExecuteReader();
        while (reader.Read()) take(new OldLabel(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(3))));
        return true;
    });

    /// <summary>Those of these registrable domains of which something is labelled benign now.</summary>
    public IReadOnlySet<string> WithBenign(IReadOnlySet<string> domains) => _database.Read(connection =>
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (domains.Count == 0) return found;
        foreach (var domain in connection.Query<string>("SELECT s.registrable FROM labels l JOIN samples s ON s.id = l.sample_id WHERE l.label = 0", buffered: false))
            if (domains.Contains(domain)) found.Add(domain);
        return found;
    });

    /// <summary>Sets the phishing claims on samples aside as stale.</summary>
    public void Expire(IReadOnlyCollection<long> samples) => _database.Write(connection =>
    {
        foreach (var sample in samples)
        {
            var feeds = connection.Query<long>("SELECT DISTINCT feed_id FROM observations WHERE sample_id = @sample AND claim = 1", new { sample });
            ClaimReview.Put(connection, [.. feeds.Select(feed => new AsideClaim(sample, feed, true, "stale"))], _database.Now);
        }
    });

    /// <summary>When a look of this name was last taken; null before the first.</summary>
    public DateTimeOffset? LastLook(string name) => _database.Read(connection =>
        connection.ExecuteScalar<long?>("SELECT at FROM label_reviews WHERE name = @name", new { name })) is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null;

    /// <summary>Keeps that a look was taken now.</summary>
    public void Looked(string name) => _database.Write(connection => connection.Execute(
        "INSERT INTO label_reviews (name, at) VALUES (@name, @now) ON CONFLICT (name) DO UPDATE SET at = excluded.at", new { name, now = _database.Now }));

    private static List<ConflictClaim> Claims(DbConnection connection, long sample) => connection.Query<(string Feed, long Claim, string? Kind)>("""
        SELECT DISTINCT f.name, o.claim, CASE WHEN NOT (t.quarantined_at IS NULL OR coalesce(o.import_id, 0) < t.suspect_import) THEN 'quarantine' ELSE a.kind END
        FROM observations o JOIN feeds f ON f.id = o.feed_id LEFT JOIN feed_standing t ON t.feed_id = o.feed_id
        LEFT JOIN set_aside a ON a.sample_id = o.sample_id AND a.feed_id = o.feed_id AND a.claim = o.claim
        WHERE o.sample_id = @sample ORDER BY f.name, o.claim
        """, new { sample }).Select(row => new ConflictClaim(row.Feed, row.Claim == 1, row.Kind)).ToList();
}
