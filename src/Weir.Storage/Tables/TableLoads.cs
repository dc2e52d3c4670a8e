using System.Data.Common;
using System.Globalization;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Tables;

/// <summary>What was loaded into tables. A load that was cut off is not seen here, and its rows are not read.</summary>
public sealed class TableLoads
{
    private const int RowsAtOnce = 20_000;
    private const string Columns = "id, table_id AS TableId, source, sha256, at, actor, read, added, phishing, duplicates, rejected";

    private readonly Database _database;

    internal TableLoads(Database database) => _database = database;

    /// <summary>The newest loads of a table, newest first.</summary>
    public IReadOnlyList<TableLoad> Of(long tableId, int most = 1000, long before = long.MaxValue) => _database.Read(connection => connection.Query<TableLoad>(
        $"SELECT {Columns} FROM table_loads WHERE table_id = @tableId AND done = 1 AND id < @before ORDER BY id DESC LIMIT @most", new { tableId, most, before }).AsList());

    /// <summary>How a table has grown since a load; since it was made for 0.</summary>
    public TableGrowth Growth(long tableId, long afterLoad) => _database.Read(connection => connection.QuerySingle<TableGrowth>("""
        SELECT COALESCE(sum(CASE WHEN id > @afterLoad THEN added - duplicates ELSE 0 END), 0) AS NewRows,
          COALESCE(sum(CASE WHEN id <= @afterLoad THEN added ELSE 0 END), 0) AS OldRows, max(at) AS NewestAt
        FROM table_loads WHERE table_id = @tableId AND done = 1
        """, new { tableId, afterLoad }));

    /// <summary>The newest load of a table that came before a moment; 0 when there is none.</summary>
    public long LastBefore(long tableId, DateTimeOffset time) => _database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT COALESCE(max(id), 0) FROM table_loads WHERE table_id = @tableId AND done = 1 AND at < @time", new { tableId, time }));

    /// <summary>A load by its number, or null.</summary>
    public TableLoad? Find(long id) => _database.Read(connection => connection.QuerySingleOrDefault<TableLoad>($"SELECT {Columns} FROM table_loads WHERE id = @id AND done = 1", new { id }));

    /// <summary>The load of these bytes into a table, or null.</summary>
    public TableLoad? Find(long tableId, string sha256) => _database.Read(connection => connection.QueryFirstOrDefault<TableLoad>(
        $"SELECT {Columns} FROM table_loads WHERE table_id = @tableId AND sha256 = @sha256 AND done = 1 ORDER BY id DESC", new { tableId, sha256 }));

    /// <summary>Rows that a load kept apart, by line.</summary>
    public IReadOnlyList<TableReject> Rejects(long loadId, int most = 1000, long afterLine = 0) => _database.Read(connection => connection.Query<TableReject>(
        "SELECT line, reason, text FROM table_rejects WHERE load_id = @loadId AND line > @afterLine ORDER BY line LIMIT @most", new { loadId, most, afterLine }).AsList());

    /// <summary>Begins a load. One at a time may be written into a table; the caller sees to that.</summary>
    public TableLoadWriter Begin(long tableId, string source, string sha256, string actor) =>
        _database.Write(connection => Begin(connection, tableId, source, sha256, actor, isFirst: false));

    internal TableLoadWriter Begin(DbConnection connection, long tableId, string source, string sha256, string actor, bool isFirst)
    {
        var load = new TableLoad { TableId = tableId, Source = source, Sha256 = sha256, Actor = actor, At = _database.Now };
        var id = connection.QuerySingle<long>("INSERT INTO table_loads (table_id, source, sha256, at, actor, first) VALUES (@tableId, @source, @sha256, @now, @actor, @first) RETURNING id",
            new { tableId, source, sha256, now = load.At, actor, first = isFirst ? 1 : 0 });
        return new TableLoadWriter(_database, this, load with { Id = id });
    }

    /// <summary>Takes a load away with its rows; false when there is none. What is left of one that is stopped here is taken back later.</summary>
    public bool Remove(long id, string actor, CancellationToken ct = default)
    {
        var isThere = _database.Write(connection =>
        {
            var load = connection.QuerySingleOrDefault<(string? Name, string Source)>("""
                SELECT t.name, l.source FROM table_loads l JOIN tables t ON t.id = l.table_id WHERE l.id = @id AND l.done = 1
                """, new { id });
            if (load.Name is null) return false;
            connection.Execute("UPDATE table_loads SET done = 0, first = 0 WHERE id = @id", new { id });
            AuditLog.Append(connection, _database.Now, actor, "table.unload", load.Name, string.Create(CultureInfo.InvariantCulture, $"load {id}, {load.Source}"));
            return true;
        });
        if (isThere) Drop(id, ct);
        return isThere;
    }

    /// <summary>Takes back what was cut off in a table, nobody writing it; returns how many loads that were.</summary>
    public int TakeBack(long tableId, CancellationToken ct = default)
    {
        var cut = _database.Read(connection => connection.Query<long>("SELECT id FROM table_loads WHERE table_id = @tableId AND done = 0", new { tableId }).AsList());
        foreach (var id in cut) Drop(id, ct);
        return cut.Count;
    }

    /// <summary>Whether a load of a table is being written or was cut off.</summary>
    public bool HasStopped(long tableId) => _database.Read(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM table_loads WHERE table_id = @tableId AND done = 0", new { tableId })) > 0;

    // In steps: a removal of a million rows must not keep everybody else from writing.
    internal void Drop(long id, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var dropped = _database.Write(connection => connection.Execute(
                "DELETE FROM table_rows WHERE id IN (SELECT id FROM table_rows WHERE load_id = @id ORDER BY id LIMIT @most)", new { id, most = RowsAtOnce }));
            if (dropped < RowsAtOnce) break;
        }

        _database.Write(connection =>
        {
            connection.Execute("DELETE FROM table_rejects WHERE load_id = @id", new { id });
            var made = connection.QuerySingleOrDefault<long?>("DELETE FROM table_loads WHERE id = @id AND done = 0 RETURNING CASE WHEN first = 1 THEN table_id END", new { id });
            if (made is not null) connection.Execute("DELETE FROM tables WHERE id = @made AND NOT EXISTS (SELECT 1 FROM table_loads WHERE table_id = @made)", new { made });
        });
    }
}
