using System.Data.Common;
using Dapper;
using Weir.Detection.Tables;
using Weir.Storage.Models;
using Weir.Storage.Settings;

namespace Weir.Storage.Tables;

/// <summary>The tables of labelled rows: their schemas, what was loaded, and their rows.</summary>
public sealed class TableStore
{
    private const string Columns = """
        t.id, t.name, t.schema, t.fingerprint, t.created_at AS CreatedAt, t.changed_at AS ChangedAt, t.actor, t.trains,
        COALESCE((SELECT sum(l.added) FROM table_loads l WHERE l.table_id = t.id AND l.done = 1), 0) AS Rows,
        COALESCE((SELECT sum(l.phishing) FROM table_loads l WHERE l.table_id = t.id AND l.done = 1), 0) AS Phishing,
        (SELECT count(*) FROM table_loads l WHERE l.table_id = t.id AND l.done = 1) AS Loads,
        (SELECT max(l.at) FROM table_loads l WHERE l.table_id = t.id AND l.done = 1) AS LoadedAt
        """;

    // A table whose first load is not whole is not there yet: that load may be taken back, and the table with it.
    private const string Whole = "NOT EXISTS (SELECT 1 FROM table_loads f WHERE f.table_id = t.id AND f.first = 1 AND f.done = 0)";

    private readonly Database _database;

    internal TableStore(Database database) => (_database, Loads, Rows) = (database, new TableLoads(database), new TableRows(database));

    /// <summary>What was loaded.</summary>
    public TableLoads Loads { get; }

    /// <summary>The rows.</summary>
    public TableRows Rows { get; }

    /// <summary>All tables by name.</summary>
    public IReadOnlyList<TableRecord> All() => _database.Read(connection => connection.Query<TableRecord>($"SELECT {Columns} FROM tables t WHERE {Whole} ORDER BY t.name").AsList());

    /// <summary>The table with this name, or null.</summary>
    public TableRecord? Find(string name) => _database.Read(connection => connection.QuerySingleOrDefault<TableRecord>($"SELECT {Columns} FROM tables t WHERE t.name = @name AND {Whole}", new { name }));

    /// <summary>The table with this number, or null.</summary>
    public TableRecord? Find(long id) => _database.Read(connection => connection.QuerySingleOrDefault<TableRecord>($"SELECT {Columns} FROM tables t WHERE t.id = @id", new { id }));

    /// <summary>The names of tables into which a load is being written or was cut off, also those that are made by it.</summary>
    public IReadOnlyList<string> Stopped() => _database.Read(connection => connection.Query<string>(
        "SELECT name FROM tables WHERE id IN (SELECT table_id FROM table_loads WHERE done = 0) ORDER BY name").AsList());

    /// <summary>Takes back what was cut off in a table, nobody writing it; with the table when that was its first load. Returns how many loads that were.</summary>
    public int TakeBack(string name, CancellationToken ct = default) =>
        _database.Read(connection => connection.QuerySingleOrDefault<long?>("SELECT id FROM tables WHERE name = @name", new { name })) is { } id ? Loads.TakeBack(id, ct) : 0;

    /// <summary>Makes a table; null when one of this name is there.</summary>
    public TableRecord? Create(string name, string schema, string fingerprint, string actor) =>
        _database.Write(connection => Create(connection, name, schema, fingerprint, actor)) is { } id ? Find(id) : null;

    /// <summary>Makes a table together with its first load; if that is taken back, the table goes with it. Null when one of this name is there.</summary>
    public TableLoadWriter? Create(string name, string schema, string fingerprint, string source, string sha256, string actor) => _database.Write(connection =>
        Create(connection, name, schema, fingerprint, actor) is { } id ? Loads.Begin(connection, id, source, sha256, actor, isFirst: true) : null);

    private long? Create(DbConnection connection, string name, string schema, string fingerprint, string actor)
    {
        var made = connection.QuerySingleOrDefault<long?>("""
            INSERT INTO tables (name, schema, fingerprint, created_at, changed_at, actor) VALUES (@name, @schema, @fingerprint, @now, @now, @actor)
            ON CONFLICT (name) DO NOTHING RETURNING id
            """, new { name, schema, fingerprint, now = _database.Now, actor });
        if (made is not null) AuditLog.Append(connection, _database.Now, actor, "table.create", name, "schema " + fingerprint);
        return made;
    }

    /// <summary>Replaces the schema; the rows are to be read anew by <see cref="TableRows.Reread"/> when the fingerprint is another.</summary>
    public void SetSchema(long id, string schema, string fingerprint, string actor) => _database.Write(connection => SetSchema(connection, id, schema, fingerprint, actor, _database.Now));

    /// <summary>Lets the loop train a table by itself, or not.</summary>
    public void SetTrains(long id, bool trains, string actor) => _database.Write(connection =>
    {
        var name = connection.QuerySingleOrDefault<string>("UPDATE tables SET trains = @trains WHERE id = @id AND trains <> @trains RETURNING name", new { id, trains = trains ? 1 : 0 });
        if (name is not null) AuditLog.Append(connection, _database.Now, actor, "table.loop", name, trains ? "on" : "off");
    });

    /// <summary>Takes a table away with all its loads and rows, and ends what its loop has begun; no model of it serves any more, and the records of its models stay.</summary>
    public void Forget(long id, string actor, CancellationToken ct = default)
    {
        foreach (var load in Loads.Of(id, int.MaxValue)) Loads.Remove(load.Id, actor, ct);
        Loads.TakeBack(id, ct);
        _database.Write(connection =>
        {
            if (connection.QuerySingleOrDefault<string>("DELETE FROM tables WHERE id = @id RETURNING name", new { id }) is not { } name) return;
            var (channel, reason) = (TableName.ChannelNumber(id), "its table was forgotten");
            connection.Execute("UPDATE cycles SET finished_at = @now, updated_at = @now, outcome = 'abandoned', reason = @reason WHERE channel = @channel AND finished_at IS NULL",
                new { channel, now = _database.Now, reason });
            DeploymentStore.EndRunning(connection, channel, _database.Now, "dropped", actor, _ => reason);
            connection.Execute("DELETE FROM champions WHERE channel = @channel", new { channel });
            AuditLog.Append(connection, _database.Now, actor, "table.forget", name, "");
        });
    }

    internal static void SetSchema(DbConnection connection, long id, string schema, string fingerprint, string actor, DateTimeOffset now)
    {
        var name = connection.QuerySingleOrDefault<string>("UPDATE tables SET schema = @schema, fingerprint = @fingerprint, changed_at = @now, actor = @actor WHERE id = @id RETURNING name",
            new { id, schema, fingerprint, actor, now });
        if (name is not null) AuditLog.Append(connection, now, actor, "table.schema", name, "schema " + fingerprint);
    }
}
