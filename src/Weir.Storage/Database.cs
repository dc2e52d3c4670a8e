using Dapper;
using Microsoft.Data.Sqlite;

namespace Weir.Storage;

/// <summary>
/// The one SQLite file and the clock. Every act opens a pooled connection, and comes back with <see cref="StoreException"/>
/// when the file cannot serve it.
/// </summary>
internal sealed class Database
{
    private const int BusySeconds = 20;

    private readonly string _connectionString;

    public Database(string file, TimeProvider time)
    {
        File = file;
        Time = time;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
        }.ToString();
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
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            // FULL: an acknowledged write must survive the loss of power, not only the end of the process.
            connection.Execute("PRAGMA synchronous = FULL");
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
        Read(connection =>
        {
            connection.Execute("PRAGMA journal_mode = WAL");
            SchemaMigrations.Apply(connection, File);
            return true;
        });
    }

    public void Release()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
