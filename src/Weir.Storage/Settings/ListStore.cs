using System.Globalization;
using Dapper;
using Weir.Detection.Lists;

namespace Weir.Storage.Settings;

/// <summary>The entries of the allow and block lists. One entry a kind, scope and value.</summary>
public sealed class ListStore
{
    /// <summary>The revision that grows with each change.</summary>
    public const string Revision = "lists";

    private readonly Database _database;

    internal ListStore(Database database) => _database = database;

    /// <summary>Adds an entry, or gives a known one a new note and expiry.</summary>
    public void Add(ListEntry entry, string actor) => _database.Write(connection =>
    {
        connection.Execute("""
            INSERT INTO list_entries (kind, scope, value, note, expires, added_by, added_at)
            VALUES (@kind, @scope, @Value, @Note, @Expires, @actor, @now)
            ON CONFLICT (kind, scope, value) DO UPDATE SET note = excluded.note, expires = excluded.expires
            """, new { kind = (int)entry.Kind, scope = (int)entry.Scope, entry.Value, entry.Note, entry.Expires, actor, now = _database.Now });
        SettingStore.Bump(connection, Revision);
        AuditLog.Append(connection, _database.Now, actor, "list.add", entry.Value, Detail(entry));
    });

    /// <summary>Records that a reference list was replaced, so that every reader loads it.</summary>
    public void ReferenceReplaced(string name, string detail, string actor) => _database.Write(connection =>
    {
        SettingStore.Bump(connection, Revision);
        AuditLog.Append(connection, _database.Now, actor, "list.reference", name, detail);
    });

    /// <summary>Takes an entry away; false when there is none.</summary>
    public bool Remove(ListKind kind, ListScope scope, string value, string actor) => _database.Write(connection =>
    {
        var count = connection.Execute("DELETE FROM list_entries WHERE kind = @kind AND scope = @scope AND value = @value",
            new { kind = (int)kind, scope = (int)scope, value });
        if (count == 0) return false;
        SettingStore.Bump(connection, Revision);
        AuditLog.Append(connection, _database.Now, actor, "list.remove", value, $"{kind} {scope}");
        return true;
    });

    /// <summary>All entries, expired ones too, in the order in which they were added.</summary>
    public IReadOnlyList<ListEntry> All() => _database.Read(connection => connection
        .Query<Row>("SELECT kind, scope, value, note, expires FROM list_entries ORDER BY id")
        .Select(row => new ListEntry((ListKind)row.Kind, (ListScope)row.Scope, row.Value, row.Note, row.Expires)).ToList());

    private static string Detail(ListEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"{entry.Kind} {entry.Scope}, expires {(entry.Expires is { } end ? end.ToString("u", CultureInfo.InvariantCulture) : "never")}, note: {entry.Note ?? "none"}");

    private sealed class Row
    {
        public int Kind { get; init; }

        public int Scope { get; init; }

        public string Value { get; init; } = "";

        public string? Note { get; init; }

        public DateTimeOffset? Expires { get; init; }
    }
}
