using Dapper;
using Microsoft.Data.Sqlite;

namespace Weir.Storage;

/// <summary>
/// The one SQLite file and the clock. Every act opens a pooled connection, and comes back with <see cref="StoreException"/>
/// when the file cannot serve it. A file that may only be read is opened so, and refuses each write.
/// </summary>
internal sealed class Database
{
    private const int BusySeconds = 20;
    private const int ReadOnlyFile = 8;
    private const int CannotOpenFile = 14;
    private const int MostLogBytes = 64 << 20;

    private readonly int _busySeconds;
    private readonly string _connectionString;
    private bool _isPrepared;
    private bool _isReadOnly;

    public Database(string file, TimeProvider time, int busySeconds = BusySeconds)
    {
        File = file;
        Time = time;
        _busySeconds = busySeconds;
        _connectionString = Options(file).ToString();
        UnixTimes.Register();
    }

    public string File { get; }

    public TimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public T Read<T>(Func<SqliteConnection, T> act)
    {
        try
        {
            using var connection = Connect();
            return act(connection);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.From(fault, File);
        }
    }

    /// <summary>Runs the act in one transaction that is on the disk when this returns.</summary>
    public T Write<T>(Func<SqliteConnection, T> act)
    {
        return Read(connection =>
        {
            using var transaction = WriteTransaction.Begin(connection);
            var result = act(connection);
            transaction.Commit();
            return result;
        });
    }

    public void Write(Action<SqliteConnection> act) => Write(connection =>
    {
        act(connection);
        return true;
    });

    /// <summary>An open connection that the caller disposes; SQLite's own faults come through unchanged.</summary>
    public SqliteConnection Connect()
    {
        // A pooled connection would go on writing into a file that has no name any more.
        if (_isPrepared && !System.IO.File.Exists(File)) throw StoreFaults.Gone(File);
        var connection = new SqliteConnection(_isReadOnly ? ReadOnlyOptions() : _connectionString);
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

    public void Prepare()
    {
        try
        {
            Prepare(connection =>
            {
                // Only an empty database takes this; it lets deleted rows give their space back in small steps.
                if (connection.ExecuteScalar<long>("PRAGMA page_count") == 0) connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
                connection.Execute("PRAGMA journal_mode = WAL");
                SchemaMigrations.Apply(connection, File);
            });
        }
        catch (StoreException refusal) when (refusal.InnerException is SqliteException { SqliteErrorCode: ReadOnlyFile or CannotOpenFile } && System.IO.File.Exists(File))
        {
            _isReadOnly = true;
            Prepare(connection => SchemaMigrations.NeedLatest(connection, File));
        }

        _isPrepared = true;
    }

    public void Release()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private void Prepare(Action<SqliteConnection> act) => Read(connection =>
    {
        act(connection);
        return true;
    });

    private SqliteConnectionStringBuilder Options(string source) => new() { DataSource = source, ForeignKeys = true, DefaultTimeout = _busySeconds };

    // Without a log beside it nobody writes the file, and SQLite need not keep a lock there, which it could not.
    private string ReadOnlyOptions()
    {
        var isAlone = !System.IO.File.Exists(File + "-wal");
        var options = Options(isAlone ? $"file:{Uri.EscapeDataString(File)}?immutable=1" : File);
        options.Mode = SqliteOpenMode.ReadOnly;
        options.Pooling = false;
        return options.ToString();
    }
}
