using System.Data.Common;
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

    /// <summary>The case that settled it; null when it was checked by hand.</summary>
    public long? CaseId { get; init; }
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
        SELECT canonical, subject, label AS IsPhishing, origin, added_by AS AddedBy, added_at AS AddedAt, case_id AS CaseId FROM gold ORDER BY canonical
        """).AsList());

    /// <summary>Settles a subject, or settles it anew; its sample is weighed again.</summary>
    public void Add(GoldSubject subject, string actor) => _database.Write(connection => Put(connection, subject, actor, _database.Now));

    /// <summary>Takes a subject off; false when it is not there.</summary>
    public bool Remove(string canonical, string actor) => _database.Write(connection =>
    {
        if (connection.Execute("DELETE FROM gold WHERE canonical = @canonical", new { canonical }) == 0) return false;
        connection.Execute("UPDATE samples SET pending = 1 WHERE channel = 0 AND canonical = @canonical", new { canonical });
        AuditLog.Append(connection, _database.Now, actor, "gold.removed", canonical, "");
        return true;
    });

    /// <summary>Settles a subject in the transaction of another change.</summary>
    internal static void Put(DbConnection connection, GoldSubject subject, string actor, DateTimeOffset now)
    {
        var row = new { subject.Canonical, subject.Subject, IsPhishing = subject.IsPhishing ? 1 : 0, subject.Origin, actor, now, subject.CaseId };
        var known = connection.Execute("""
            UPDATE gold SET subject = @Subject, label = @IsPhishing, origin = @Origin, added_by = @actor, added_at = @now, case_id = @CaseId WHERE canonical = @Canonical
            """, row);
        if (known == 0) connection.Execute("""
            INSERT INTO gold (canonical, subject, label, origin, added_by, added_at, case_id) VALUES (@Canonical, @Subject, @IsPhishing, @Origin, @actor, @now, @CaseId)
            """, row);
        connection.Execute("UPDATE samples SET pending = 1 WHERE channel = 0 AND canonical = @Canonical", new { subject.Canonical });
        AuditLog.Append(connection, now, actor, "gold.added", subject.Canonical, $"{(subject.IsPhishing ? "phishing" : "benign")}, {subject.Origin}");
    }

    /// <summary>Takes what a case settled off, in the transaction of another change; false when it settled nothing, or another took its place.</summary>
    internal static bool TakeOfCase(DbConnection connection, long caseId, string actor, DateTimeOffset now)
    {
        if (connection.QuerySingleOrDefault<string>("DELETE FROM gold WHERE case_id = @caseId RETURNING canonical", new { caseId }) is not { } canonical) return false;
        AuditLog.Append(connection, now, actor, "gold.removed", canonical, $"case {caseId} is settled anew");
        return true;
    }
}
