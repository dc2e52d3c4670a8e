using System.Data.Common;
using Dapper;
using Weir.Detection.Lists;

namespace Weir.Storage.Exports;

/// <summary>The list of threats as each tenant sees it: what labels say, what the tenant main lists (both for everybody) and what it lists itself, without what the allow lists of main and its own cover.</summary>
public sealed class ThreatStore
{
    private const string Columns =
        "t.id, t.tenant, t.scope, t.value, t.url, t.host, t.registrable, t.origin, t.confidence, t.seen_at AS SeenAt, t.expires, t.added";

    private readonly Database _database;

    internal ThreatStore(Database database) => (_database, Writer) = (database, new ThreatWriter(database));

    /// <summary>Keeps the list in step.</summary>
    public ThreatWriter Writer { get; }

    /// <summary>Another number whenever the gold set changed.</summary>
    public long GoldRevision() => _database.Read(connection => connection.ExecuteScalar<long>("SELECT count(*) * 1000003 + COALESCE(sum(added_at), 0) + COALESCE(sum(label), 0) FROM gold"));

    /// <summary>How many are on the list of a tenant, and when it last changed.</summary>
    public ThreatTotals Totals(string tenant) => _database.Read(connection => new ThreatTotals(
        connection.ExecuteScalar<long>($"""
            SELECT (SELECT count(*) FROM threats t WHERE {Owned} AND t.removed = 0)
              - (SELECT count(DISTINCT m.threat_id) FROM threat_masks m JOIN threats t ON t.id = m.threat_id
                 WHERE m.tenant IN ('main', @tenant) AND m.active = 1 AND t.removed = 0 AND {Owned})
            """, new { tenant }), Changed(connection, tenant)));

    /// <summary>When the list of a tenant last changed, microseconds since 1970; 0 when it never held any.</summary>
    public long Changed(string tenant) => _database.Read(connection => Changed(connection, tenant));

    /// <summary>
    /// The next threats of one owner (everybody, main, or the tenant itself) and scope that are on the list of a tenant, by value.
    /// Alone: leaves out URLs whose whole host is on the list.
    /// </summary>
    public IReadOnlyList<Threat> Page(string tenant, string owner, ListScope scope, string after, int most, bool alone) => _database.Read(connection => connection.Query<Threat>($"""
        SELECT {Columns}, t.changed, t.removed FROM threats t
        WHERE t.tenant = @owner AND t.scope = @scope AND t.value > @after AND t.removed = 0
          AND NOT EXISTS (SELECT 1 FROM threat_masks m WHERE m.tenant IN ('main', @tenant) AND m.threat_id = t.id AND m.active = 1)
          {(alone ? Uncovered : "")}
        ORDER BY t.value LIMIT @most
        """, new { tenant, owner, scope = (int)scope, after, most }).AsList());

    /// <summary>What came on or went off the list of a tenant after a moment (microseconds since 1970), in that order.</summary>
    public IReadOnlyList<Threat> ChangedAfter(string tenant, long after, int most, long until = long.MaxValue) => _database.Read(connection =>
    {
        var values = new { tenant, after, most, until };
        var rows = connection.Query<Threat>($"""
            SELECT {Columns}, t.changed, {Gone} FROM threats t
            WHERE t.changed > @after AND t.changed <= @until AND {Owned}
              AND NOT EXISTS (SELECT 1 FROM threat_masks m WHERE m.threat_id = t.id AND m.tenant IN ('main', @tenant) AND m.changed > t.changed)
            ORDER BY t.changed LIMIT @most
            """, values).AsList();
        var masks = connection.Query<Threat>($"""
            SELECT {Columns}, k.changed, {Gone} FROM threat_masks k JOIN threats t ON t.id = k.threat_id
            WHERE k.tenant IN ('main', @tenant) AND k.changed > @after AND k.changed <= @until AND {Owned} AND k.changed > t.changed
              AND NOT EXISTS (SELECT 1 FROM threat_masks m WHERE m.threat_id = t.id AND m.tenant IN ('main', @tenant) AND m.changed > k.changed)
            ORDER BY k.changed LIMIT @most
            """, values).AsList();
        return masks.Count == 0 ? rows : rows.Concat(masks).OrderBy(threat => threat.Changed).Take(most).ToList();
    });

    /// <summary>The next changes of all owners, in their order: for who keeps a copy in memory.</summary>
    public IReadOnlyList<Threat> AllChangedAfter(long after, int most) => _database.Read(connection => connection.Query<Threat>(
        $"SELECT {Columns}, t.changed, t.removed FROM threats t WHERE t.changed > @after ORDER BY t.changed LIMIT @most", new { after, most }).AsList());

    /// <summary>Which tenants' allow lists cover which threats, where that changed after a moment.</summary>
    public IReadOnlyList<ThreatMask> MasksChangedAfter(long after) => _database.Read(connection => connection.Query<ThreatMask>("""
        SELECT m.tenant, m.changed, m.active, t.scope, t.value, t.url, t.host
        FROM threat_masks m JOIN threats t ON t.id = m.threat_id WHERE m.changed > @after ORDER BY m.changed
        """, new { after }).AsList());

    /// <summary>The days (since 1970) on which threats that a tenant sees came on the list first, with the last change of each.</summary>
    public IReadOnlyList<ThreatDay> Days(string tenant) => _database.Read(connection => connection.Query<ThreatDay>($"""
        SELECT a.day AS Day, max(a.changed) AS Changed FROM (
          SELECT t.added / 86400000000 AS day, t.changed AS changed FROM threats t WHERE {Owned}
          UNION ALL SELECT t.added / 86400000000, m.changed FROM threat_masks m JOIN threats t ON t.id = m.threat_id WHERE m.tenant IN ('main', @tenant) AND {Owned}) AS a
        GROUP BY a.day ORDER BY a.day
        """, new { tenant }).AsList());

    /// <summary>The next threats of a day, also those that were taken off, by the number of the row.</summary>
    public IReadOnlyList<Threat> OfDay(string tenant, long day, long after, int most) => _database.Read(connection => connection.Query<Threat>($"""
        SELECT {Columns}, COALESCE((SELECT max(m.changed) FROM threat_masks m WHERE m.threat_id = t.id AND m.tenant IN ('main', @tenant) AND m.changed > t.changed), t.changed) AS Changed, {Gone}
        FROM threats t WHERE {Owned} AND t.id > @after AND t.added >= @from AND t.added < @to ORDER BY t.id LIMIT @most
        """, new { tenant, after, most, from = day * 86_400_000_000, to = (day + 1) * 86_400_000_000 }).AsList());

    private const string Owned = "t.tenant IN ('', 'main', @tenant)";

    private const string Gone = """
        CASE WHEN t.removed = 1 OR EXISTS (SELECT 1 FROM threat_masks g WHERE g.threat_id = t.id AND g.tenant IN ('main', @tenant) AND g.active = 1) THEN 1 ELSE 0 END AS Removed
        """;

    private const string Uncovered = """
        AND NOT EXISTS (SELECT 1 FROM threats h WHERE h.tenant = t.tenant AND h.scope = 2 AND h.value = t.host AND h.removed = 0
          AND NOT EXISTS (SELECT 1 FROM threat_masks n WHERE n.tenant IN ('main', @tenant) AND n.threat_id = h.id AND n.active = 1))
        """;

    private static long Changed(DbConnection connection, string tenant) => connection.Query<long?>("""
        SELECT max(changed) FROM threats WHERE tenant IN ('', 'main', @tenant) UNION ALL SELECT max(changed) FROM threat_masks WHERE tenant IN ('main', @tenant)
        """, new { tenant }).Max() ?? 0;
}

/// <summary>That the allow list of a tenant covers a threat, or no longer does.</summary>
public sealed record ThreatMask
{
    /// <summary>The tenant.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>When, microseconds since 1970.</summary>
    public long Changed { get; init; }

    /// <summary>True while it covers it.</summary>
    public bool Active { get; init; }

    /// <summary>How much the threat is.</summary>
    public ListScope Scope { get; init; }

    /// <summary>Its key.</summary>
    public string Value { get; init; } = "";

    /// <summary>A full address of it.</summary>
    public string Url { get; init; } = "";

    /// <summary>Its host.</summary>
    public string Host { get; init; } = "";
}

/// <summary>A day on which threats came on the list.</summary>
public sealed record ThreatDay
{
    /// <summary>Days since 1970.</summary>
    public long Day { get; init; }

    /// <summary>When a threat of the day last changed, microseconds since 1970.</summary>
    public long Changed { get; init; }
}
