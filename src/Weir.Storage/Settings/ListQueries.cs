using System.Data.Common;
using System.Text;
using Dapper;
using Weir.Detection.Lists;

namespace Weir.Storage.Settings;

/// <summary>How many entries of a tenant there are.</summary>
/// <param name="Allow">Allow entries that hold.</param>
/// <param name="Block">Block entries that hold.</param>
/// <param name="Expired">Entries that no longer hold.</param>
/// <param name="Ending">Entries that hold and end within a week.</param>
public sealed record ListCounts(long Allow, long Block, long Expired, long Ending);

/// <summary>How the entries of the access lists are looked up.</summary>
internal static class ListQueries
{
    private const string Columns = "id, tenant, kind, scope, value, note, expires, source, added_by AS AddedBy, added_at AS AddedAt, changed_at AS ChangedAt";

    public static KeptEntry? Find(DbConnection connection, string tenant, long id) => connection.QuerySingleOrDefault<Row>(
        $"SELECT {Columns} FROM access_entries WHERE tenant = @tenant AND id = @id", new { tenant, id })?.Kept();

    public static KeptEntry? Find(DbConnection connection, string tenant, ListKind kind, ListScope scope, string value) => connection.QuerySingleOrDefault<Row>(
        $"SELECT {Columns} FROM access_entries WHERE tenant = @tenant AND kind = @kind AND scope = @scope AND value = @value",
        new { tenant, kind = (int)kind, scope = (int)scope, value })?.Kept();

    public static IReadOnlyList<KeptEntry> OfSource(DbConnection connection, string source) =>
        [.. connection.Query<Row>($"SELECT {Columns} FROM access_entries WHERE source = @source ORDER BY id", new { source }).Select(row => row.Kept())];

    public static IReadOnlyList<KeptEntry> Read(DbConnection connection, ListFilter filter, DateTimeOffset now)
    {
        var where = new StringBuilder("tenant = @Tenant");
        if (filter.Kind is not null) where.Append(" AND kind = @kind");
        if (filter.Scope is not null) where.Append(" AND scope = @scope");
        if (filter.Text is not null) where.Append(" AND lower(value) LIKE @text ESCAPE '!'");
        if (filter.Owner is not null) where.Append(" AND added_by = @Owner");
        if (filter.Source is not null) where.Append(" AND source = @Source");
        if (filter.IsExpired is { } expired) where.Append(expired ? " AND expires <= @now" : " AND (expires IS NULL OR expires > @now)");
        if (filter.EndsBefore is not null) where.Append(" AND expires > @now AND expires < @EndsBefore");
        if (filter.After is not null) where.Append(" AND id < @After");
        return [.. connection.Query<Row>($"SELECT {Columns} FROM access_entries WHERE {where} ORDER BY id DESC LIMIT @Limit", new
        {
            filter.Tenant,
            kind = (int?)filter.Kind,
            scope = (int?)filter.Scope,
            text = filter.Text is null ? null : $"%{Literal(filter.Text.ToLowerInvariant())}%",
            filter.Owner,
            filter.Source,
            filter.EndsBefore,
            filter.After,
            filter.Limit,
            now,
        }).Select(row => row.Kept())];
    }

    public static ListCounts Count(DbConnection connection, string tenant, DateTimeOffset now)
    {
        var (allow, block, expired, ending) = connection.QuerySingle<(long, long, long, long)>("""
            SELECT coalesce(sum(CASE WHEN kind = 0 AND (expires IS NULL OR expires > @now) THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN kind = 1 AND (expires IS NULL OR expires > @now) THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN expires <= @now THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN expires > @now AND expires < @soon THEN 1 ELSE 0 END), 0)
            FROM access_entries WHERE tenant = @tenant
            """, new { tenant, now, soon = now.AddDays(7) });
        return new ListCounts(allow, block, expired, ending);
    }

    public static IReadOnlyList<ListEntry> All(DbConnection connection, string tenant) =>
        [.. connection.Query<Row>("SELECT kind, scope, value, note, expires FROM access_entries WHERE tenant = @tenant ORDER BY id", new { tenant }).Select(row => row.Entry())];

    public static IReadOnlyDictionary<string, IReadOnlyList<ListEntry>> OfTenants(DbConnection connection) => connection
        .Query<Row>("SELECT tenant, kind, scope, value, note, expires FROM access_entries WHERE tenant <> @Main ORDER BY id", new { ListStore.Main })
        .GroupBy(row => row.Tenant, StringComparer.Ordinal)
        .ToDictionary(rows => rows.Key, rows => (IReadOnlyList<ListEntry>)[.. rows.Select(row => row.Entry())], StringComparer.Ordinal);

    private static string Literal(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    private sealed class Row
    {
        public long Id { get; init; }

        public string Tenant { get; init; } = "";

        public long Kind { get; init; }

        public long Scope { get; init; }

        public string Value { get; init; } = "";

        public string? Note { get; init; }

        public DateTimeOffset? Expires { get; init; }

        public string Source { get; init; } = "";

        public string AddedBy { get; init; } = "";

        public DateTimeOffset AddedAt { get; init; }

        public DateTimeOffset ChangedAt { get; init; }

        public ListEntry Entry() => new((ListKind)Kind, (ListScope)Scope, Value, Note, Expires);

        public KeptEntry Kept() => new()
        {
            Id = Id,
            Tenant = Tenant,
            Entry = Entry(),
            Source = Source,
            AddedBy = AddedBy,
            AddedAt = AddedAt,
            ChangedAt = ChangedAt,
        };
    }
}
