using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Security;

/// <summary>The keys of programs. A revoked key stays as a row, so that the record of what it did can be read.</summary>
public sealed class KeyStore
{
    private const string Columns = """
        id, name, hint, role, tenant, created_at AS CreatedAt, created_by AS CreatedBy, expires_at AS ExpiresAt, used_at AS UsedAt,
        revoked_at AS RevokedAt, revoked_by AS RevokedBy, requests_a_second AS RequestsASecond, subjects_a_day AS SubjectsADay
        """;

    private readonly Database _database;

    internal KeyStore(Database database) => _database = database;

    /// <summary>Keys of a tenant, or of all with null, newest first, below a number when one is given.</summary>
    public IReadOnlyList<KeyRecord> Page(string? tenant, long? before, int count) => _database.Read(connection => connection.Query<KeyRecord>(
        $"SELECT {Columns} FROM api_keys WHERE (@all = 1 OR tenant = @tenant) AND id < @before ORDER BY id DESC LIMIT @count",
        new { all = tenant is null ? 1 : 0, tenant = tenant ?? "", before = before ?? long.MaxValue, count }).AsList());

    /// <summary>The key of this number if the tenant may see it; null for all tenants.</summary>
    public KeyRecord? Find(long id, string? tenant) => _database.Read(connection => connection.QuerySingleOrDefault<KeyRecord>(
        $"SELECT {Columns} FROM api_keys WHERE id = @id AND (@all = 1 OR tenant = @tenant)", new { id, all = tenant is null ? 1 : 0, tenant = tenant ?? "" }));

    /// <summary>Every key that may be let in, of tenants that are not disabled.</summary>
    public IReadOnlyList<LiveKey> Live() => _database.Read(connection => connection.Query<LiveKey>("""
        SELECT k.id, k.name, k.hash, k.role, k.tenant, k.expires_at AS ExpiresAt, k.requests_a_second AS RequestsASecond, k.subjects_a_day AS SubjectsADay
        FROM api_keys k JOIN tenants t ON t.name = k.tenant WHERE k.revoked_at IS NULL AND t.disabled_at IS NULL
        """).AsList());

    /// <summary>Adds a key by its hash; null when the tenant has a live one of this name, in whatever case. The number and times of the record are set here.</summary>
    public KeyRecord? Add(KeyRecord key, string hash, string actor) => _database.Write(connection =>
    {
        var now = _database.Now;
        var id = connection.QuerySingleOrDefault<long?>("""
            INSERT INTO api_keys (name, hash, hint, role, tenant, created_at, created_by, expires_at, requests_a_second, subjects_a_day)
            SELECT @Name, @hash, @Hint, @Role, @Tenant, @now, @actor, @ExpiresAt, @RequestsASecond, @SubjectsADay
            WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE tenant = @Tenant AND lower(name) = lower(@Name) AND revoked_at IS NULL) ON CONFLICT DO NOTHING RETURNING id
            """, new { key.Name, hash, key.Hint, key.Role, key.Tenant, now, actor, key.ExpiresAt, key.RequestsASecond, key.SubjectsADay });
        if (id is not { } number) return null;
        AuditLog.Append(connection, now, actor, "key.add", $"{key.Tenant}/{key.Name}", $"number {number}, role {key.Role}, {(key.ExpiresAt is { } end ? $"until {end:O}" : "no end")}");
        SettingStore.Bump(connection, TenantStore.Revision);
        return key with { Id = number, CreatedAt = now, CreatedBy = actor };
    });

    /// <summary>Takes a key back; false when the tenant (null: any) has no such live key.</summary>
    public bool Revoke(long id, string? tenant, string actor) => _database.Write(connection =>
    {
        var row = connection.QuerySingleOrDefault<KeyRecord>("""
            UPDATE api_keys SET revoked_at = @now, revoked_by = @actor WHERE id = @id AND revoked_at IS NULL AND (@all = 1 OR tenant = @tenant)
            RETURNING name, tenant
            """, new { id, now = _database.Now, actor, all = tenant is null ? 1 : 0, tenant = tenant ?? "" });
        if (row is null) return false;
        AuditLog.Append(connection, _database.Now, actor, "key.revoke", $"{row.Tenant}/{row.Name}", $"number {id}");
        SettingStore.Bump(connection, TenantStore.Revision);
        return true;
    });

    /// <summary>Notes when keys were used last.</summary>
    public void Used(IReadOnlyCollection<(long Id, DateTimeOffset At)> uses) => _database.Write(connection =>
    {
        foreach (var (id, at) in uses) connection.Execute("UPDATE api_keys SET used_at = @at WHERE id = @id", new { id, at });
    });
}
