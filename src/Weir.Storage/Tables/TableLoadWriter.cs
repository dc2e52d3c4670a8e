using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Weir.Storage.Engines;
using Weir.Storage.Settings;

namespace Weir.Storage.Tables;

/// <summary>
/// Writes the rows of one load in steps; nobody reads them before <see cref="Finish"/>. Disposed without it, the load is taken back; a load
/// that the end of the process cuts off is taken back by <see cref="TableLoads.TakeBack"/>. Not for use by two threads at once.
/// </summary>
public sealed class TableLoadWriter : IDisposable
{
    /// <summary>So many rows that were kept apart are held per load; the others are only counted.</summary>
    public const int MostRejects = 10_000;

    private const int RowsAtOnce = 20_000;
    private const int LettersAtOnce = 4 << 20;
    private const int MostText = 4096;
    private const int HashesAtOnce = 500;
    private const int FewRows = 5_000;

    /// <summary>How long a statement over all rows of a table may take.</summary>
    internal const int MostSeconds = 600;

    private static readonly (string, DbType)[] RowColumns =
        [("table_id", DbType.Int64), ("load_id", DbType.Int64), ("line", DbType.Int64), ("at", DbType.Int64), ("label", DbType.Int64), ("hash", DbType.Int64), ("cells", DbType.String)];

    private static readonly (string, DbType)[] RejectColumns = [("load_id", DbType.Int64), ("line", DbType.Int64), ("reason", DbType.String), ("text", DbType.String)];

    private readonly Database _database;
    private readonly TableLoads _loads;
    private readonly long _at;
    private readonly List<object?[]> _rows = [];
    private readonly List<object?[]> _rejects = [];
    private TableLoad _load;
    private HashSet<(long Hash, long Label)>? _fewHashes = [];
    private int _letters;
    private bool _isDone;

    internal TableLoadWriter(Database database, TableLoads loads, TableLoad load) => (_database, _loads, _load, _at) = (database, loads, load, load.At.ToUnixTimeSeconds());

    /// <summary>The counts so far.</summary>
    public TableLoad Load => _load;

    /// <summary>Adds a row.</summary>
    /// <param name="line">Its line in the file.</param>
    /// <param name="isPhishing">Its label.</param>
    /// <param name="hash">What rows with the same values share.</param>
    /// <param name="cells">A JSON array: one element a column of the schema in its order, then the target.</param>
    public void Add(long line, bool isPhishing, long hash, string cells)
    {
        _rows.Add([_load.TableId, _load.Id, line, _at, isPhishing ? 1L : 0L, hash, cells]);
        _load = _load with { Read = _load.Read + 1, Added = _load.Added + 1, Phishing = _load.Phishing + (isPhishing ? 1 : 0) };
        if (_load.Added > FewRows) _fewHashes = null;
        _fewHashes?.Add((hash, isPhishing ? 1 : 0));
        Count(cells.Length);
    }

    /// <summary>Keeps a row apart, with the reason.</summary>
    public void Reject(long line, string reason, string text)
    {
        _load = _load with { Read = _load.Read + 1, Rejected = _load.Rejected + 1 };
        if (_load.Rejected > MostRejects) return;
        var cut = text.Length > MostText ? text[..MostText] : text;
        _rejects.Add([_load.Id, line, PlainText.Of(reason), PlainText.Of(cut)]);
        Count(cut.Length);
    }

    /// <summary>Writes what is left, and lets the rows be read.</summary>
    public TableLoad Finish()
    {
        Flush();
        _load = _load with { Duplicates = _database.Read(Duplicates) };
        _database.Write(connection =>
        {
            connection.Execute("""
                UPDATE table_loads SET done = 1, read = @Read, added = @Added, phishing = @Phishing, duplicates = @Duplicates, rejected = @Rejected WHERE id = @Id
                """, _load);
            var name = connection.QuerySingle<string>("SELECT name FROM tables WHERE id = @TableId", _load);
            AuditLog.Append(connection, _database.Now, _load.Actor, "table.load", name, string.Create(CultureInfo.InvariantCulture, $"load {_load.Id}, {_load.Source}: {_load.Added} rows, {_load.Rejected} kept apart"));
        });
        _isDone = true;
        return _load;
    }

    /// <summary>Takes the load back unless it is finished.</summary>
    public void Dispose()
    {
        if (_isDone) return;
        _isDone = true;
        _loads.Drop(_load.Id, CancellationToken.None);
    }

    private void Count(int letters)
    {
        _letters += letters;
        if (_rows.Count + _rejects.Count >= RowsAtOnce || _letters >= LettersAtOnce) Flush();
    }

    private void Flush()
    {
        if (_rows.Count + _rejects.Count == 0) return;
        _database.Write(connection =>
        {
            Bulk.Insert(connection, "table_rows", RowColumns, _rows);
            Bulk.Insert(connection, "table_rejects", RejectColumns, _rejects);
        });
        _rows.Clear();
        _rejects.Clear();
        _letters = 0;
    }

    // Without a join: fresh rows have no statistics yet, by which a planner would find out that one of all with all is a bad idea.
    private long Duplicates(DbConnection connection) => _load.Added - (_fewHashes is { } few ? FreshOf(connection, few) : connection.ExecuteScalar<long>("""
        SELECT count(*) FROM (SELECT hash, label FROM table_rows WHERE table_id = @TableId GROUP BY hash, label HAVING min(load_id) = @Id AND max(load_id) = @Id) f
        """, _load, commandTimeout: MostSeconds));

    private long FreshOf(DbConnection connection, HashSet<(long Hash, long Label)> few)
    {
        var fresh = few.Count;
        foreach (var some in few.Select(row => row.Hash).Distinct().Chunk(HashesAtOnce))
            fresh -= connection.Query<(long, long)>("SELECT DISTINCT hash, label FROM table_rows WHERE table_id = @TableId AND load_id <> @Id AND hash IN @some", new { _load.TableId, _load.Id, some }).Count(few.Contains);
        return fresh;
    }
}
