using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Review;

/// <summary>A subject whose label is settled: by a person who checked it (hand), or by an appeal.</summary>
public sealed record GoldSubject
{
    /// <summary>The key under which all spellings of the subject are one.</summary>
    public required string Canonical { get; init; }

    /// <summary>The subject as it was given.</summary>
    public required string Subject { get; init; }

    /// <summary>The settled label.</summary>
    public bool IsPhishing { get; init; }

    /// <summary>hand or appeal.</summary>
    public string Origin { get; init; } = "hand";

    /// <summary>Who settled it.</summary>
    public string AddedBy { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>
/// The gold set. A challenger may lose none of it that the champion has right, and its labels stand above what feeds say.
/// </summary>
public sealed class GoldSet
{
    private readonly Database _database;

    internal GoldSet(Database database) => _database = database;

    /// <summary>All settled subjects, by key.</summary>
    public IReadOnlyList<GoldSubject> All() => _database.Read(connection => connection.Query<GoldSubject>("""
        SELECT canonical, subject, label AS IsPhishing, origin, added_by AS AddedBy, added_at AS AddedAt FROM gold ORDER BY canonical
        """).AsList());

    /// <summary>Settles a subject, or settles it anew; its sample is weighed again.</summary>
    public void Add(GoldSubject subject, string actor) => _database.Write(connection =>
    {
        connection.Execute("""
            INSERT INTO gold (canonical, subject, label, origin, added_by, added_at) VALUES (@Canonical, @Subject, @IsPhishing, @Origin, @actor, @now)
            ON CONFLICT (canonical) DO UPDATE SET subject = excluded.subject, label = excluded.label, origin = excluded.origin,
              added_by = excluded.added_by, added_at = excluded.added_at
            """, new { subject.Canonical, subject.Subject, subject.IsPhishing, subject.Origin, actor, now = _database.Now });
        connection.Execute("UPDATE samples SET pending = 1 WHERE channel = 0 AND canonical = @Canonical", subject);
        AuditLog.Append(connection, _database.Now, actor, "gold.added", subject.Canonical, $"{(subject.IsPhishing ? "phishing" : "benign")}, {subject.Origin}");
    });

    /// <summary>Takes a subject off; false when it is not there.</summary>
    public bool Remove(string canonical, string actor) => _database.Write(connection =>
    {
        if (connection.Execute("DELETE FROM gold WHERE canonical = @canonical", new { canonical }) == 0) return false;
        connection.Execute("UPDATE samples SET pending = 1 WHERE channel = 0 AND canonical = @canonical", new { canonical });
        AuditLog.Append(connection, _database.Now, actor, "gold.removed", canonical, "");
        return true;
    });
}
