using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Weir.Storage.Engines;

/// <summary>
/// A transaction that holds the write lock from its start and is undone unless committed. Other than the driver's own, it knows
/// that SQLite rolls back by itself when the disk is full, so that this fault is told and not that of a second rollback.
/// </summary>
internal sealed class SqliteTransaction : IWriteTransaction
{
    private readonly SqliteConnection _connection;

    private SqliteTransaction(SqliteConnection connection) => _connection = connection;

    public static SqliteTransaction Begin(SqliteConnection connection)
    {
        connection.Execute("BEGIN IMMEDIATE");
        return new SqliteTransaction(connection);
    }

    public void Commit() => _connection.Execute("COMMIT");

    public void Dispose()
    {
        var isOver = raw.sqlite3_get_autocommit(_connection.Handle) != 0;
        if (!isOver) _connection.Execute("ROLLBACK");
    }
}
