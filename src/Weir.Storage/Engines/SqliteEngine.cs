using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Weir.Storage.Engines;

/// <summary>One SQLite file. A file that may only be read is opened so, and refuses each write.</summary>
internal sealed class SqliteEngine(string file, int busySeconds = SqliteEngine.BusySeconds) : IEngine
{
    private const int BusySeconds = 20;
    private const int ReadOnlyFile = 8;
    private const int CannotOpenFile = 14;
    private const int MostLogBytes = 64 << 20;

    private readonly string _connectionString = Options(file, busySeconds).ToString();
    private bool _isPrepared;

    public string Name => file;

    public bool IsReadOnly { get; private set; }

    public DbConnection Connect() => Open();

    public IWriteTransaction Begin(DbConnection connection) => SqliteTransaction.Begin((SqliteConnection)connection);

    public StoreException Fault(DbException fault) => fault is SqliteException known ? SqliteFaults.From(known, file) : new StoreException(fault.Message, fault);

    public bool HasTable(DbConnection connection, string table) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @table", new { table }) > 0;

    public IReadOnlyList<string> MissingTriggers(DbConnection connection, string table)
    {
        var set = connection.Query<(string Name, string Statement)>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = @table", new { table }).AsList();
        return [.. AppendOnly.Of(table).Where(wanted => !set.Any(found => found.Name == wanted.Name && AppendOnly.AreSame(found.Statement, wanted.Statement))).Select(wanted => wanted.Name)];
    }

    public void SetTriggers(DbConnection connection, string table)
    {
        foreach (var trigger in AppendOnly.Of(table)) connection.Execute($"DROP TRIGGER IF EXISTS {trigger.Name}; {trigger.Statement}");
    }

    public void Prepare()
    {
        MakeFile();
        try
        {
            Prepare(connection =>
            {
                // Only an empty database takes this; it lets deleted rows give their space back in small steps.
                if (connection.ExecuteScalar<long>("PRAGMA page_count") == 0) connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
                connection.Execute("PRAGMA journal_mode = WAL");
                new SqliteSchema(connection, file).Apply();
            });
        }
        catch (StoreException refusal) when (refusal.InnerException is SqliteException { SqliteErrorCode: ReadOnlyFile or CannotOpenFile } && File.Exists(file))
        {
            IsReadOnly = true;
            Prepare(connection => new SqliteSchema(connection, file).NeedLatest());
        }

        _isPrepared = true;
    }

    public void Release()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection Open()
    {
        // A pooled connection would go on writing into a file that has no name any more.
        if (_isPrepared && !File.Exists(file)) throw SqliteFaults.Gone(file);
        var connection = new SqliteConnection(IsReadOnly ? ReadOnlyOptions() : _connectionString);
        try
        {
            connection.Open();
            // FULL: an acknowledged write must survive the loss of power, not only the end of the process.
            connection.Execute($"PRAGMA synchronous = FULL; PRAGMA journal_size_limit = {MostLogBytes}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite would make it for everybody to read; the files beside it get the mode of this one.
    private void MakeFile()
    {
        if (File.Exists(file)) return;
        try
        {
            OwnerOnly.Open(file, FileMode.CreateNew).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Somebody was first, or it cannot be made: opening it tells which.
        }
    }

    private void Prepare(Action<SqliteConnection> act)
    {
        try
        {
            using var connection = Open();
            act(connection);
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.From(fault, file);
        }
    }

    private static SqliteConnectionStringBuilder Options(string source, int busySeconds) => new() { DataSource = source, ForeignKeys = true, DefaultTimeout = busySeconds };

    // Without a log beside it nobody writes the file, and SQLite need not keep a lock there, which it could not.
    private string ReadOnlyOptions()
    {
        var isAlone = !File.Exists(file + "-wal");
        var options = Options(isAlone ? $"file:{Uri.EscapeDataString(file)}?immutable=1" : file, busySeconds);
        options.Mode = SqliteOpenMode.ReadOnly;
        options.Pooling = false;
        return options.ToString();
    }
}
