using System.Data.Common;
using Dapper;

namespace Weir.Storage.Engines;

/// <summary>
/// A transaction that holds the one write lock of the database from its start, as in SQLite: many stores read and then write what follows
/// from it, and with one writer at a time they are right as they stand, rows appear in the order of their numbers, and nothing must be
/// tried again. Readers never wait. The lock ends with the transaction, also when its process dies.
/// </summary>
internal sealed class PostgresTransaction : IWriteTransaction
{
    /// <summary>"Weir" in ASCII: the advisory lock of writers.</summary>
    private const long Lock = 0x57656972;

    private readonly DbTransaction _transaction;

    private PostgresTransaction(DbTransaction transaction) => _transaction = transaction;

    public static PostgresTransaction Begin(PostgresConnection connection)
    {
        var transaction = connection.BeginTransaction();
        try
        {
            // Each statement after this one sees all that was committed before the lock was had.
            connection.Execute($"SELECT pg_advisory_xact_lock({Lock})");
            return new PostgresTransaction(transaction);
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    public void Commit() => _transaction.Commit();

    public void Dispose() => _transaction.Dispose();
}
