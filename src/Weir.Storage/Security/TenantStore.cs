using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Security;

/// <summary>A tenant: who shares this server with others and sees only what is his.</summary>
public sealed record TenantRecord
{
    /// <summary>Its name, by which every row of it is marked.</summary>
    public string Name { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>Most subjects a day for all its keys and accounts together; null without a bound.</summary>
    public long? SubjectsADay { get; init; }

    /// <summary>Since when its keys and accounts are refused; null while they work.</summary>
    public DateTimeOffset? DisabledAt { get; init; }
}

/// <summary>Tenants. The first is "main", which owns the machine and cannot be disabled.</summary>
public sealed class TenantStore
{
    /// <summary>The tenant that owns the machine.</summary>
    public const string Main = "main";

    /// <summary>The revision that grows with each change of keys and tenants.</summary>
    public const string Revision = "access";

    private const string Columns = "name, created_at AS CreatedAt, created_by AS CreatedBy, subjects_a_day AS SubjectsADay, disabled_at AS DisabledAt";

    private readonly Database _database;

    internal TenantStore(Database database) => _database = database;

    /// <summary>Every tenant by name.</summary>
    public IReadOnlyList<TenantRecord> All() => _database.Read(connection =>
        connection.Query<TenantRecord>($"SELECT {Columns} FROM tenants ORDER BY name").AsList());

    /// <summary>The tenant of this name, or null.</summary>
    public TenantRecord? Find(string name) => _database.Read(connection =>
        connection.QuerySingleOrDefault<TenantRecord>($"SELECT {Columns} FROM tenants WHERE name = @name", new { name }));

    /// <summary>The tenant whose name is this one but for the case of its letters, or null.</summary>
    public TenantRecord? Like(string name) => _database.Read(connection =>
        connection.QueryFirstOrDefault<TenantRecord>($"SELECT {Columns} FROM tenants WHERE lower(name) = lower(@name) ORDER BY CASE WHEN name = @name THEN 0 ELSE 1 END", new { name }));

    /// <summary>Adds a tenant; false when there is one of this name, in whatever case: people would take them for one.</summary>
    public bool Add(string name, long? subjectsADay, string actor) => _database.Write(connection =>
    {
        if (connection.Execute("""
            INSERT INTO tenants (name, created_at, created_by, subjects_a_day) SELECT @name, @now, @actor, @subjectsADay
            WHERE NOT EXISTS (SELECT 1 FROM tenants WHERE lower(name) = lower(@name)) ON CONFLICT (name) DO NOTHING
            """, new { name, now = _database.Now, actor, subjectsADay }) == 0) return false;
        AuditLog.Append(connection, _database.Now, actor, "tenant.add", name, subjectsADay is null ? "" : $"subjects a day {subjectsADay}");
        SettingStore.Bump(connection, Revision);
        return true;
    });

    /// <summary>Sets the bound of a day, null for none; false when there is no such tenant.</summary>
    public bool SetQuota(string name, long? subjectsADay, string actor) => _database.Write(connection =>
    {
        if (connection.Execute("UPDATE tenants SET subjects_a_day = @subjectsADay WHERE name = @name", new { name, subjectsADay }) == 0) return false;
        AuditLog.Append(connection, _database.Now, actor, "tenant.quota", name, subjectsADay is null ? "no bound" : $"subjects a day {subjectsADay}");
        SettingStore.Bump(connection, Revision);
        return true;
    });

    /// <summary>Refuses or lets in again what belongs to a tenant; false when nothing changed. Never disables main.</summary>
    public bool SetDisabled(string name, bool disabled, string actor) => _database.Write(connection =>
    {
        var now = disabled ? _database.Now : (DateTimeOffset?)null;
        if (name == Main || connection.Execute(
            $"UPDATE tenants SET disabled_at = @now WHERE name = @name AND disabled_at IS {(disabled ? "NULL" : "NOT NULL")}", new { name, now }) == 0) return false;
        AuditLog.Append(connection, _database.Now, actor, disabled ? "tenant.disable" : "tenant.enable", name, "");
        SettingStore.Bump(connection, Revision);
        return true;
    });
}
