using System.Data.Common;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Appeals;

/// <summary>What people object to, from the objection to its settlement. Every change is in the audit log, and never a contact.</summary>
public sealed class AppealStore
{
    private readonly Database _database;

    internal AppealStore(Database database) => _database = database;

    /// <summary>
    /// Files an objection under its id: with the active case of the subject, or with a new one that has this deadline. Gives back the case.
    /// </summary>
    public AppealCase File(AppealCase about, Objection objection) => _database.Write(connection =>
    {
        var caseId = AppealQueries.Active(connection, about.Tenant, about.Canonical)?.Id ?? Begin(connection, about);
        connection.Execute("""
            INSERT INTO appeals (id, case_id, wanted, reason, contact, verdict, filed_by, filed_at)
            VALUES (@Id, @caseId, @Wanted, @Reason, @Contact, @Verdict, @FiledBy, @now)
            """, new { objection.Id, caseId, objection.Wanted, objection.Reason, objection.Contact, objection.Verdict, objection.FiledBy, now = _database.Now });
        connection.Execute("UPDATE appeal_cases SET objections = objections + 1 WHERE id = @caseId", new { caseId });
        Note(connection, objection.FiledBy, "appeal.filed", caseId, about.Canonical, objection.Wanted == 1 ? "wants phishing" : "wants benign");
        return AppealQueries.Case(connection, about.Tenant, caseId)!;
    });

    /// <summary>The objection of this id with its case; null when there is none.</summary>
    public (Objection Objection, AppealCase Case)? Find(string id) => _database.Read(connection => AppealQueries.Find(connection, id));

    /// <summary>The case of this number; null when the tenant has none.</summary>
    public AppealCase? Case(string tenant, long id) => _database.Read(connection => AppealQueries.Case(connection, tenant, id));

    /// <summary>The cases that fit, by deadline.</summary>
    public IReadOnlyList<AppealCase> Cases(AppealFilter filter) => _database.Read(connection => AppealQueries.Cases(connection, filter, _database.Now));

    /// <summary>The objections of a case, oldest first.</summary>
    public IReadOnlyList<Objection> Objections(long caseId, int most = 100) => _database.Read(connection => AppealQueries.Objections(connection, caseId, most));

    /// <summary>How the queue of a tenant stands; of all tenants with null.</summary>
    public AppealCounts Count(string? tenant) => _database.Read(connection => AppealQueries.Count(connection, tenant, _database.Now));

    /// <summary>Takes an objection back; the case ends when it was the last. False when there is none, or its case is closed.</summary>
    public bool Withdraw(string id) => _database.Write(connection =>
    {
        if (AppealQueries.Find(connection, id) is not var (objection, about) || !about.IsActive || objection.WithdrawnAt is not null) return false;
        connection.Execute("UPDATE appeals SET withdrawn_at = @now WHERE id = @id", new { id, now = _database.Now });
        connection.Execute("""
            UPDATE appeal_cases SET state = 4, closed_by = @by, closed_at = @now
            WHERE id = @CaseId AND NOT EXISTS (SELECT 1 FROM appeals WHERE case_id = @CaseId AND withdrawn_at IS NULL)
            """, new { objection.CaseId, by = objection.FiledBy, now = _database.Now });
        Note(connection, objection.FiledBy, "appeal.withdrawn", about.Id, about.Canonical, "");
        return true;
    });

    /// <summary>Notes who takes a case on; false when no active case of the tenant has this number.</summary>
    public bool Take(string tenant, long id, string actor) => _database.Write(connection =>
    {
        if (AppealQueries.Case(connection, tenant, id) is not { IsActive: true } about) return false;
        connection.Execute("UPDATE appeal_cases SET state = 1, taken_by = @actor, taken_at = @now WHERE id = @id", new { id, actor, now = _database.Now });
        Note(connection, actor, "appeal.taken", id, about.Canonical, "");
        return true;
    });

    /// <summary>
    /// Settles an active case: list, gold set and label follow in the same transaction, and what an earlier settlement of it did is undone
    /// first. Null when no active case of the tenant has this number.
    /// </summary>
    public AppealCase? Settle(string tenant, long id, Settlement settlement, string actor) => _database.Write(connection =>
    {
        if (AppealQueries.Case(connection, tenant, id) is not { IsActive: true } about) return null;
        Effects.Undo(connection, about, actor, _database.Now);
        Effects.Apply(connection, about, settlement, actor, _database.Now);
        connection.Execute("UPDATE appeal_cases SET state = @state, closed_by = @actor, closed_at = @now, label = @label, reason = @Reason WHERE id = @id", new
        {
            id,
            state = settlement.IsOverturned ? (int)AppealState.Overturned : (int)AppealState.Upheld,
            actor,
            now = _database.Now,
            label = settlement.IsPhishing ? 1 : 0,
            settlement.Reason,
        });
        Note(connection, actor, "appeal.settled", id, about.Canonical, $"{(settlement.IsOverturned ? "overturned" : "upheld")}, held to be {(settlement.IsPhishing ? "phishing" : "benign")}: {settlement.Reason}");
        return AppealQueries.Case(connection, tenant, id);
    });

    /// <summary>
    /// Opens a closed case again, with a new deadline; what its settlement did stays until the next. False when the tenant has no closed
    /// case of this number, or another case of the subject is active.
    /// </summary>
    public bool Reopen(string tenant, long id, DateTimeOffset deadline, string reason, string actor) => _database.Write(connection =>
    {
        if (AppealQueries.Case(connection, tenant, id) is not { IsActive: false } about || AppealQueries.Active(connection, tenant, about.Canonical) is not null) return false;
        connection.Execute("UPDATE appeal_cases SET state = 1, deadline = @deadline, taken_by = @actor, taken_at = @now, closed_by = NULL, closed_at = NULL WHERE id = @id",
            new { id, deadline, actor, now = _database.Now });
        Note(connection, actor, "appeal.reopened", id, about.Canonical, reason);
        return true;
    });

    /// <summary>Closes the active cases whose deadline was before this as expired; gives back how many.</summary>
    public int Expire(DateTimeOffset before) => _database.Write(connection =>
    {
        var late = connection.Query<(long Id, string Canonical)>("SELECT id, canonical FROM appeal_cases WHERE state < 2 AND deadline < @before ORDER BY id", new { before }).AsList();
        foreach (var (id, canonical) in late)
        {
            connection.Execute("UPDATE appeal_cases SET state = 5, closed_by = 'weir', closed_at = @now, reason = 'Nobody decided in time; the verdict stays.' WHERE id = @id", new { id, now = _database.Now });
            Note(connection, "weir", "appeal.expired", id, canonical, "");
        }

        return late.Count;
    });

    /// <summary>Erases how to reach people whose cases were closed before this.</summary>
    public int EraseContacts(DateTimeOffset before) => _database.Write(connection => connection.Execute(
        "UPDATE appeals SET contact = NULL WHERE contact IS NOT NULL AND case_id IN (SELECT id FROM appeal_cases WHERE closed_at < @before AND state > 1)", new { before }));

    private long Begin(DbConnection connection, AppealCase about) => connection.ExecuteScalar<long>("""
        INSERT INTO appeal_cases (tenant, canonical, subject, registrable, wanted, decision, score, model, list, opened_at, deadline)
        VALUES (@Tenant, @Canonical, @Subject, @Registrable, @Wanted, @decision, @Score, @Model, @List, @now, @Deadline) RETURNING id
        """, new
    {
        about.Tenant,
        about.Canonical,
        about.Subject,
        about.Registrable,
        about.Wanted,
        decision = (int)about.Decision,
        about.Score,
        about.Model,
        about.List,
        now = _database.Now,
        about.Deadline,
    });

    private void Note(DbConnection connection, string actor, string action, long id, string canonical, string detail) =>
        AuditLog.Append(connection, _database.Now, actor, action, canonical, detail.Length == 0 ? $"case {id}" : $"case {id}, {detail}");
}
