using System.Data.Common;
using Dapper;

namespace Weir.Storage.Settings;

/// <summary>Named settings, and the revision counters that readers poll.</summary>
public sealed class SettingStore
{
    private readonly Database _database;

    internal SettingStore(Database database) => _database = database;

    /// <summary>The value of a setting, or null.</summary>
    public string? Find(string name) => _database.Read(connection =>
        connection.QuerySingleOrDefault<string>("SELECT value FROM settings WHERE name = @name", new { name }));

    /// <summary>All settings by name.</summary>
    public IReadOnlyDictionary<string, string> All() => _database.Read(connection => connection
        .Query<(string Name, string Value)>("SELECT name, value FROM settings ORDER BY name")
        .ToDictionary(row => row.Name, row => row.Value, StringComparer.Ordinal));

    /// <summary>Sets a value; null takes it away.</summary>
    public void Set(string name, string? value, string actor) => _database.Write(connection =>
    {
        if (value is null) connection.Execute("DELETE FROM settings WHERE name = @name", new { name });
        else connection.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", new { name, value });
        AuditLog.Append(connection, _database.Now, actor, "setting", name, value ?? "removed");
    });

    /// <summary>A counter that grows with each change of what the name stands for; 0 before the first.</summary>
    public long Revision(string name) => _database.Read(connection =>
        connection.ExecuteScalar<long?>("SELECT value FROM revisions WHERE name = @name", new { name }) ?? 0);

    internal static void Bump(DbConnection connection, string name) => connection.Execute(
        "INSERT INTO revisions (name, value) VALUES (@name, 1) ON CONFLICT (name) DO UPDATE SET value = revisions.value + 1", new { name });
}
