using System.Data.Common;
using Weir.Storage.Engines;

namespace Weir.Storage;

/// <summary>
/// The one database and the clock. Every act opens a pooled connection, and comes back with <see cref="StoreException"/> when the
/// database cannot serve it. Statements are written so that both kinds of database understand them.
/// </summary>
internal sealed class Database
{
    /// <summary>
    /// How long one who writes much keeps the others waiting: PostgreSQL takes several seconds for what SQLite has done in a fraction of one.
    /// </summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    public Database(IEngine engine, TimeProvider time)
    {
        Engine = engine;
        Time = time;
        UnixTimes.Register();
    }

    public IEngine Engine { get; }

    public TimeProvider Time { get; }

    /// <summary>Told after each transaction that was kept, on its connection.</summary>
    public Action<DbConnection>? Written { get; set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public static Database At(StoreAddress address, TimeProvider time) => new(
        address.Server is { } server ? new PostgresEngine(server) : new SqliteEngine(Path.Combine(address.DataDirectory, WeirStore.FileName)), time);

    public T Read<T>(Func<DbConnection, T> act) => Told(() =>
    {
        using var connection = Connect();
        return act(connection);
    });

    /// <summary>Runs the act in one transaction that is on the disk when this returns.</summary>
    public T Write<T>(Func<DbConnection, T> act)
    {
        return Read(connection =>
        {
            using var transaction = Begin(connection);
            var result = act(connection);
            transaction.Commit();
            Written?.Invoke(connection);
            return result;
        });
    }

    public void Write(Action<DbConnection> act) => Write(connection =>
    {
        act(connection);
        return true;
    });

    /// <summary>An open connection that the caller disposes; the driver's own faults come through unchanged.</summary>
    public DbConnection Connect() => Engine.Connect();

    public IWriteTransaction Begin(DbConnection connection) => Engine.Begin(connection);

    public void Prepare() => Engine.Prepare();

    public void Release()
    {
        Engine.Release();
        (Engine as IDisposable)?.Dispose();
    }

    /// <summary>Runs an act whose faults are told in a sentence.</summary>
    public T Told<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (DbException fault)
        {
            throw Engine.Fault(fault);
        }
    }
}
