using System.Data.Common;
using System.Globalization;
using Dapper;
using Weir.Detection.Lists;

namespace Weir.Storage.Settings;

/// <summary>The entries of the allow and block lists. One entry a tenant, kind, scope and value.</summary>
public sealed class ListStore
{
    /// <summary>The revision that grows with each change.</summary>
    public const string Revision = "lists";

    /// <summary>The tenant whose entries hold for every check.</summary>
    public const string Main = "main";

    private const string Added = """
        INSERT INTO access_entries (tenant, kind, scope, value, note, expires, source, added_by, added_at, changed_at)
        VALUES (@tenant, @kind, @scope, @Value, @Note, @Expires, @source, @actor, @now, @now)
        """;

    private const string Renewed =
        "UPDATE access_entries SET note = @Note, expires = @Expires, source = @source, added_by = @actor, changed_at = @now WHERE id = @Id";

    private readonly Database _database;

    internal ListStore(Database database) => _database = database;

    /// <summary>Adds an entry, or gives a known one a new note and expiry.</summary>
    public void Add(ListEntry entry, string actor, string tenant = Main, string source = "hand") => _database.Write(connection =>
    {
        Put(connection, entry, actor, tenant, source, _database.Now);
        SettingStore.Bump(connection, Revision);
    });

    /// <summary>
    /// Adds entries unless the opposite list of the tenant has one of them, or the block list of main has what a tenant would allow: then none,
    /// and the conflicts. With <paramref name="replace"/> the tenant's own opposite entries give way.
    /// </summary>
    public ListAddition TryAdd(IReadOnlyList<ListEntry> entries, string actor, string tenant, string source, bool replace) => _database.Write(connection =>
    {
        var conflicts = new List<ListConflict>();
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, other) = (entries[i], entries[i].Kind == ListKind.Allow ? ListKind.Block : ListKind.Allow);
            if (ListQueries.Find(connection, tenant, other, entry.Scope, entry.Value) is { } own)
            {
                if (replace) Take(connection, own, actor, _database.Now);
                else conflicts.Add(new ListConflict(i, own));
            }
            else if (tenant != Main && entry.Kind == ListKind.Allow && ListQueries.Find(connection, Main, ListKind.Block, entry.Scope, entry.Value) is { } wide)
            {
                conflicts.Add(new ListConflict(i, wide));
            }
        }

        if (conflicts.Count > 0) return new ListAddition([], 0, conflicts);
        var kept = entries.Select(entry => Put(connection, entry, actor, tenant, source, _database.Now)).ToList();
        SettingStore.Bump(connection, Revision);
        return new ListAddition([.. kept.Select(one => one.Entry)], kept.Count(one => one.IsNew), []);
    });

    /// <summary>Gives an entry another reason and expiry; null when the tenant has none of this number.</summary>
    public KeptEntry? Change(string tenant, long id, string? note, DateTimeOffset? expires, string actor) => _database.Write(connection =>
    {
        var count = connection.Execute("UPDATE access_entries SET note = @note, expires = @expires, changed_at = @now WHERE tenant = @tenant AND id = @id",
            new { tenant, id, note, expires, now = _database.Now });
        if (count == 0) return null;
        SettingStore.Bump(connection, Revision);
        var entry = ListQueries.Find(connection, tenant, id)!;
        AuditLog.Append(connection, _database.Now, actor, "list.change", entry.Entry.Value, Detail(entry.Entry, tenant, entry.Source));
        return entry;
    });

    /// <summary>Records that a reference list was replaced, so that every reader loads it.</summary>
    public void ReferenceReplaced(string name, string detail, string actor) => _database.Write(connection =>
    {
        SettingStore.Bump(connection, Revision);
        AuditLog.Append(connection, _database.Now, actor, "list.reference", name, detail);
    });

    /// <summary>Takes an entry away; false when there is none.</summary>
    public bool Remove(ListKind kind, ListScope scope, string value, string actor, string tenant = Main) => _database.Write(connection =>
        ListQueries.Find(connection, tenant, kind, scope, value) is { } entry && Take(connection, entry, actor, _database.Now));

    /// <summary>Takes the entry of this number away; false when the tenant has none.</summary>
    public bool Remove(string tenant, long id, string actor) => _database.Write(connection =>
        ListQueries.Find(connection, tenant, id) is { } entry && Take(connection, entry, actor, _database.Now));

    /// <summary>The entry of this number; null when the tenant has none.</summary>
    public KeptEntry? Find(string tenant, long id) => _database.Read(connection => ListQueries.Find(connection, tenant, id));

    /// <summary>The entry that says exactly this; null when the tenant has none.</summary>
    public KeptEntry? Find(string tenant, ListKind kind, ListScope scope, string value) =>
        _database.Read(connection => ListQueries.Find(connection, tenant, kind, scope, value));

    /// <summary>The entries that fit, newest first.</summary>
    public IReadOnlyList<KeptEntry> Read(ListFilter filter) => _database.Read(connection => ListQueries.Read(connection, filter, _database.Now));

    /// <summary>How many entries of a tenant hold, have expired, and end within a week.</summary>
    public ListCounts Count(string tenant) => _database.Read(connection => ListQueries.Count(connection, tenant, _database.Now));

    /// <summary>All entries of a tenant, expired ones too, in the order in which they were added.</summary>
    public IReadOnlyList<ListEntry> All(string tenant = Main) => _database.Read(connection => ListQueries.All(connection, tenant));

    /// <summary>All entries of the tenants other than main, by tenant.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ListEntry>> OfTenants() => _database.Read(ListQueries.OfTenants);

    /// <summary>Adds or renews one entry in the transaction of another change; the caller bumps the revision.</summary>
    internal static (KeptEntry Entry, bool IsNew) Put(DbConnection connection, ListEntry entry, string actor, string tenant, string source, DateTimeOffset now)
    {
        var known = ListQueries.Find(connection, tenant, entry.Kind, entry.Scope, entry.Value);
        connection.Execute(known is null ? Added : Renewed,
            new { known?.Id, tenant, kind = (int)entry.Kind, scope = (int)entry.Scope, entry.Value, entry.Note, entry.Expires, source, actor, now });
        AuditLog.Append(connection, now, actor, "list.add", entry.Value, Detail(entry, tenant, source));
        return (ListQueries.Find(connection, tenant, entry.Kind, entry.Scope, entry.Value)!, known is null);
    }

    /// <summary>The same, and an opposite entry of the same value goes: it would win, or confuse.</summary>
    internal static void PutOver(DbConnection connection, ListEntry entry, string actor, string tenant, string source, DateTimeOffset now)
    {
        var other = entry.Kind == ListKind.Allow ? ListKind.Block : ListKind.Allow;
        if (ListQueries.Find(connection, tenant, other, entry.Scope, entry.Value) is { } against) Take(connection, against, actor, now);
        Put(connection, entry, actor, tenant, source, now);
    }

    /// <summary>Takes one entry away in the transaction of another change.</summary>
    internal static bool Take(DbConnection connection, KeptEntry entry, string actor, DateTimeOffset now)
    {
        connection.Execute("DELETE FROM access_entries WHERE id = @Id", new { entry.Id });
        SettingStore.Bump(connection, Revision);
        AuditLog.Append(connection, now, actor, "list.remove", entry.Entry.Value, $"{entry.Entry.Kind} {entry.Entry.Scope}{Of(entry.Tenant)}");
        return true;
    }

    private static string Detail(ListEntry entry, string tenant, string source) => string.Create(CultureInfo.InvariantCulture,
        $"{entry.Kind} {entry.Scope}{Of(tenant)}, expires {(entry.Expires is { } end ? end.ToString("u", CultureInfo.InvariantCulture) : "never")}, source: {source}, note: {entry.Note ?? "none"}");

    private static string Of(string tenant) => tenant == Main ? "" : $" of {tenant}";
}
