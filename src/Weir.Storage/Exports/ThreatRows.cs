using System.Data.Common;
using System.Text;
using Dapper;
using Weir.Detection.Lists;

namespace Weir.Storage.Exports;

/// <summary>The rows of threats inside one transaction. Stamps rise by one microsecond at least, over rows and masks together.</summary>
internal sealed class ThreatRows
{
    // An entry of PostgreSQL's index holds 2,704 bytes, and no program that takes lists matches addresses of this length.
    private const int MostBytes = 2_000;

    private readonly DbConnection _connection;
    private readonly Func<Threat, IEnumerable<string>> _coveredFor;
    private long _stamp;

    public ThreatRows(DbConnection connection, DateTimeOffset now, Func<Threat, IEnumerable<string>> coveredFor)
    {
        (_connection, _coveredFor) = (connection, coveredFor);
        var last = connection.ExecuteScalar<long>("""
            SELECT CASE WHEN a > b THEN a ELSE b END FROM (SELECT
              (SELECT COALESCE(max(changed), 0) FROM threats) AS a, (SELECT COALESCE(max(changed), 0) FROM threat_masks) AS b) AS stamps
            """);
        _stamp = Math.Max(last, now.ToUnixTimeMilliseconds() * 1000);
    }

    /// <summary>Puts it on the list, unless it stands there.</summary>
    public void Add(Threat threat)
    {
        if (Encoding.UTF8.GetByteCount(threat.Value) > MostBytes) return;
        var known = Find(threat.Tenant, threat.Scope, threat.Value);
        if (known is { Removed: false })
        {
            if (known.Origin != threat.Origin || known.Expires != threat.Expires)
                _connection.Execute("UPDATE threats SET origin = @Origin, expires = @Expires WHERE id = @Id", threat with { Id = known.Id });
            return;
        }

        var id = _connection.ExecuteScalar<long>("""
            INSERT INTO threats (tenant, scope, value, url, host, registrable, origin, confidence, seen_at, expires, added, changed)
            VALUES (@Tenant, @scope, @Value, @Url, @Host, @Registrable, @Origin, @Confidence, @SeenAt, @Expires, @stamp, @stamp)
            ON CONFLICT (tenant, scope, value) DO UPDATE SET url = excluded.url, origin = excluded.origin, confidence = excluded.confidence,
              seen_at = excluded.seen_at, expires = excluded.expires, changed = excluded.changed, removed = 0
            RETURNING id
            """, new
        {
            threat.Tenant,
            scope = (int)threat.Scope,
            threat.Value,
            threat.Url,
            threat.Host,
            threat.Registrable,
            threat.Origin,
            threat.Confidence,
            threat.SeenAt,
            threat.Expires,
            stamp = ++_stamp,
        });
        foreach (var tenant in _coveredFor(threat)) Mask(tenant, id, active: true);
    }

    /// <summary>Takes it off the list; nothing when it is not on it.</summary>
    public void Remove(string tenant, ListScope scope, string value) => _connection.Execute(
        "UPDATE threats SET removed = 1, changed = @stamp WHERE tenant = @tenant AND scope = @scope AND value = @value AND removed = 0",
        new { tenant, scope = (int)scope, value, stamp = ++_stamp });

    /// <summary>Whether a URL of the host is on the list for everybody.</summary>
    public bool HasUrl(string host) => _connection.QueryFirstOrDefault<long?>(
        "SELECT id FROM threats WHERE host = @host AND scope = 0 AND tenant = '' AND removed = 0 LIMIT 1", new { host }) is not null;

    /// <summary>Whether a host is on the list as a whole for everybody.</summary>
    public bool IsListed(string host) => Find(Threat.Everybody, ListScope.Host, host) is { Removed: false };

    /// <summary>Stamps the URLs of a host anew: they stand for themselves again.</summary>
    public void Tell(string host)
    {
        var ids = _connection.Query<long>("SELECT id FROM threats WHERE host = @host AND scope = 0 AND tenant = '' AND removed = 0 ORDER BY id", new { host }).AsList();
        foreach (var id in ids) _connection.Execute("UPDATE threats SET changed = @stamp WHERE id = @id", new { id, stamp = ++_stamp });
    }

    /// <summary>Whether a label or the gold set calls something on the host benign.</summary>
    public bool HasBenign(string host) => _connection.QueryFirstOrDefault<long?>("""
        SELECT s.id FROM samples s JOIN labels l ON l.sample_id = s.id
        WHERE s.canonical >= @from AND s.canonical < @to AND substr(s.canonical, 1, 300) >= @from AND substr(s.canonical, 1, 300) < @to
          AND s.channel = 0 AND l.label = 0 LIMIT 1
        """, new { from = host + "/", to = host + "0" }) is not null
        || _connection.QueryFirstOrDefault<long?>(
            "SELECT label FROM gold WHERE canonical >= @from AND canonical < @to AND substr(canonical, 1, 300) >= @from AND substr(canonical, 1, 300) < @to AND label = 0 LIMIT 1",
            new { from = host + "/", to = host + "0" }) is not null;

    /// <summary>Notes whether the allow list of a tenant covers a threat.</summary>
    public void Mask(string tenant, long id, bool active) => _connection.Execute("""
        INSERT INTO threat_masks (tenant, threat_id, changed, active) VALUES (@tenant, @id, @stamp, @active)
        ON CONFLICT (tenant, threat_id) DO UPDATE SET changed = excluded.changed, active = excluded.active
        """, new { tenant, id, stamp = ++_stamp, active = active ? 1 : 0 });

    private Known? Find(string tenant, ListScope scope, string value) => _connection.QueryFirstOrDefault<Known>(
        "SELECT id, origin, expires, removed FROM threats WHERE tenant = @tenant AND scope = @scope AND value = @value", new { tenant, scope = (int)scope, value });

    private sealed class Known
    {
        public long Id { get; init; }

        public string Origin { get; init; } = "";

        public DateTimeOffset? Expires { get; init; }

        public bool Removed { get; init; }
    }
}
