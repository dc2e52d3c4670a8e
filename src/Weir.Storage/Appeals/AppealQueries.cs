using System.Data.Common;
using System.Text;
using Dapper;

namespace Weir.Storage.Appeals;

/// <summary>How cases and objections are looked up.</summary>
internal static class AppealQueries
{
    private const string Columns = """
        id, tenant, canonical, subject, registrable, state, wanted, decision, score, model, list, objections, opened_at AS OpenedAt, deadline,
        taken_by AS TakenBy, taken_at AS TakenAt, closed_by AS ClosedBy, closed_at AS ClosedAt, label, reason
        """;

    private const string Person = "id, case_id AS CaseId, wanted, reason, contact, verdict, filed_by AS FiledBy, filed_at AS FiledAt, withdrawn_at AS WithdrawnAt";

    public static AppealCase? Case(DbConnection connection, string tenant, long id) =>
        connection.QuerySingleOrDefault<AppealCase>($"SELECT {Columns} FROM appeal_cases WHERE tenant = @tenant AND id = @id", new { tenant, id });

    public static AppealCase? Active(DbConnection connection, string tenant, string canonical) =>
        connection.QuerySingleOrDefault<AppealCase>($"SELECT {Columns} FROM appeal_cases WHERE tenant = @tenant AND canonical = @canonical AND state < 2", new { tenant, canonical });

    public static (Objection Objection, AppealCase Case)? Find(DbConnection connection, string id)
    {
        if (connection.QuerySingleOrDefault<Objection>($"SELECT {Person} FROM appeals WHERE id = @id", new { id }) is not { } objection) return null;
        return (objection, connection.QuerySingle<AppealCase>($"SELECT {Columns} FROM appeal_cases WHERE id = @CaseId", new { objection.CaseId }));
    }

    public static IReadOnlyList<Objection> Objections(DbConnection connection, long caseId, int most) =>
        connection.Query<Objection>($"SELECT {Person} FROM appeals WHERE case_id = @caseId ORDER BY filed_at, id LIMIT @most", new { caseId, most }).AsList();

    public static IReadOnlyList<AppealCase> Cases(DbConnection connection, AppealFilter filter, DateTimeOffset now)
    {
        var where = new StringBuilder("tenant = @Tenant");
        if (filter.States.Count > 0) where.Append(" AND state IN @states");
        if (filter.States.Count > 0 && filter.States.All(state => state < AppealState.Upheld)) where.Append(" AND state < 2");
        if (filter.Text is not null) where.Append(" AND lower(subject) LIKE @text ESCAPE '!'");
        if (filter.DueBefore is not null) where.Append(" AND state < 2 AND deadline < @DueBefore");
        if (filter.After is not null)
            where.Append(" AND (deadline > (SELECT deadline FROM appeal_cases WHERE id = @After) OR (deadline = (SELECT deadline FROM appeal_cases WHERE id = @After) AND id > @After))");
        return connection.Query<AppealCase>($"SELECT {Columns} FROM appeal_cases WHERE {where} ORDER BY deadline, id LIMIT @Limit", new
        {
            filter.Tenant,
            states = filter.States.Select(state => (int)state).ToArray(),
            text = filter.Text is null ? null : $"%{Literal(filter.Text.ToLowerInvariant())}%",
            filter.DueBefore,
            filter.After,
            filter.Limit,
            now,
        }).AsList();
    }

    public static AppealCounts Count(DbConnection connection, string? tenant, DateTimeOffset now)
    {
        var (open, taken, overdue, next) = connection.QuerySingle<(long, long, long, long?)>($"""
            SELECT coalesce(sum(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state = 1 THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN deadline < @now THEN 1 ELSE 0 END), 0), min(deadline)
            FROM appeal_cases WHERE state < 2{(tenant is null ? "" : " AND tenant = @tenant")}
            """, new { tenant, now });
        return new AppealCounts(open, taken, overdue, next is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null);
    }

    private static string Literal(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
