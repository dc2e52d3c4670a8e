using Dapper;
using Weir.Detection.Lists;

namespace Weir.Storage.Exports;

/// <summary>Keeps the list of threats in step with labels, gold set and lists.</summary>
public sealed class ThreatWriter
{
    private const string LabelMark = "labels";

    private readonly Database _database;

    internal ThreatWriter(Database database) => _database = database;

    /// <summary>Labels that changed after the mark and this place, in that order.</summary>
    public IReadOnlyList<LabelChange> Changes(long after, long afterSample, int most) => _database.Read(connection => connection.Query<LabelChange>("""
        SELECT l.sample_id AS SampleId, l.labelled_at AS LabelledAt, s.canonical AS Canonical, s.subject AS Subject, l.label AS Label, l.share AS Share, l.seen_at AS SeenAt
        FROM labels l JOIN samples s ON s.id = l.sample_id
        WHERE (l.labelled_at > @after OR (l.labelled_at = @after AND l.sample_id > @afterSample)) AND s.channel = 0
        ORDER BY l.labelled_at, l.sample_id LIMIT @most
        """, new { after, afterSample, most }).AsList());

    /// <summary>Up to which second labels have been taken for good.</summary>
    public long Mark() => Mark(LabelMark);

    /// <summary>How far something has been read; 0 before the first time.</summary>
    public long Mark(string name) => _database.Read(connection =>
        connection.QueryFirstOrDefault<long?>("SELECT last FROM export_marks WHERE name = @name", new { name }) ?? 0);

    /// <summary>Notes how far something has been read.</summary>
    public void Mark(string name, long last) => _database.Write(connection => connection.Execute(
        "INSERT INTO export_marks (name, last) VALUES (@name, @last) ON CONFLICT (name) DO UPDATE SET last = excluded.last", new { name, last }));

    /// <summary>Notes up to which second labels have been taken for good.</summary>
    public void Mark(long last) => Mark(LabelMark, last);

    /// <summary>
    /// Puts on the list and takes off it what labels say; the function names the tenants whose allow list covers a threat. Gives back how many
    /// of the first it took: others are to write, too.
    /// </summary>
    public int Settle(IReadOnlyList<ThreatClaim> claims, Func<Threat, IEnumerable<string>> coveredFor) => claims.Count == 0 ? 0 : _database.Write(connection =>
    {
        var (rows, begun, taken) = (new ThreatRows(connection, _database.Now, coveredFor), _database.Time.GetTimestamp(), 0);
        do Settle(rows, claims[taken++]);
        while (taken < claims.Count && _database.Time.GetElapsedTime(begun) < Database.Turn);
        return taken;
    });

    /// <summary>
    /// Makes what lists and gold set say stand beside what labels say: adds what is new, takes off what they no longer say, and lists
    /// no host as a whole on which the gold set knows something benign.
    /// </summary>
    public void SetLists(IReadOnlyCollection<Threat> wanted, IEnumerable<string> benignHosts, Func<Threat, IEnumerable<string>> coveredFor) => _database.Write(connection =>
    {
        var rows = new ThreatRows(connection, _database.Now, coveredFor);
        var keys = wanted.Select(Key).ToHashSet();
        foreach (var known in connection.Query<Threat>("SELECT tenant, scope, value FROM threats WHERE origin <> 'label' AND removed = 0").Where(known => !keys.Contains(Key(known))).ToList())
            rows.Remove(known.Tenant, known.Scope, known.Value);
        foreach (var threat in wanted) rows.Add(threat);
        foreach (var host in benignHosts) Unlist(rows, host);
    });

    /// <summary>The threats that an allow entry about this host or domain may cover.</summary>
    public IReadOnlyList<Threat> Under(string host, bool isDomain) => _database.Read(connection => connection.Query<Threat>(
        isDomain ? "SELECT id, tenant, scope, value, url, host, registrable FROM threats WHERE registrable = @host"
            : "SELECT id, tenant, scope, value, url, host, registrable FROM threats WHERE host = @host", new { host }).AsList());

    /// <summary>Makes the allow list of a tenant cover exactly these threats.</summary>
    public void SetMasks(string tenant, IReadOnlySet<long> covered) => _database.Write(connection =>
    {
        var active = connection.Query<long>("SELECT threat_id FROM threat_masks WHERE tenant = @tenant AND active = 1", new { tenant }).ToHashSet();
        if (active.SetEquals(covered)) return;
        var rows = new ThreatRows(connection, _database.Now, _ => []);
        foreach (var id in active.Except(covered).Order()) rows.Mask(tenant, id, active: false);
        foreach (var id in covered.Except(active).Order()) rows.Mask(tenant, id, active: true);
    });

    /// <summary>The tenants whose allow lists cover something.</summary>
    public IReadOnlyList<string> MaskedTenants() => _database.Read(connection =>
        connection.Query<string>("SELECT DISTINCT tenant FROM threat_masks WHERE active = 1 ORDER BY tenant").AsList());

    private static void Settle(ThreatRows rows, ThreatClaim claim)
    {
        var threat = claim.Threat;
        if (!claim.IsPhishing)
        {
            rows.Remove(Threat.Everybody, ListScope.Url, threat.Value);
            if (claim.IsBenign) Unlist(rows, threat.Host);
            else if (!rows.HasUrl(threat.Host)) rows.Remove(Threat.Everybody, ListScope.Host, threat.Host);
            return;
        }

        if (claim.MayListUrl) rows.Add(threat);
        if (claim.MayListHost && !rows.HasBenign(threat.Host)) rows.Add(threat with { Scope = ListScope.Host, Value = threat.Host, Url = $"http://{threat.Host}/" });
    }

    private static void Unlist(ThreatRows rows, string host)
    {
        if (!rows.IsListed(host)) return;
        rows.Remove(Threat.Everybody, ListScope.Host, host);
        rows.Tell(host);
    }

    private static (string, ListScope, string) Key(Threat threat) => (threat.Tenant, threat.Scope, threat.Value);
}
