using System.Data.Common;

namespace Weir.Storage.Engines;

/// <summary>What the two databases do differently: how they are opened, prepared, written to, and what their faults mean.</summary>
internal interface IEngine
{
    /// <summary>What people call the database: a path, or a name at a host. Holds no password.</summary>
    public string Name { get; }

    /// <summary>Whether it was found that nothing can be written.</summary>
    public bool IsReadOnly { get; }

    /// <summary>An open connection; faults of the driver come through unchanged.</summary>
    public DbConnection Connect();

    /// <summary>Begins a transaction that holds the one write lock of the database from its start.</summary>
    public IWriteTransaction Begin(DbConnection connection);

    /// <summary>Makes the database when it can be made, and brings its schema to that of this version.</summary>
    public void Prepare();

    /// <summary>Whether there is a table of this name.</summary>
    public bool HasTable(DbConnection connection, string table);

    /// <summary>The triggers which keep a table append-only and are missing, switched off, or not as they were made.</summary>
    public IReadOnlyList<string> MissingTriggers(DbConnection connection, string table);

    /// <summary>Makes the triggers which keep a table append-only anew, whatever stands in their place.</summary>
    public void SetTriggers(DbConnection connection, string table);

    /// <summary>The sentence for a fault of the driver.</summary>
    public StoreException Fault(DbException fault);

    /// <summary>Closes the connections that wait to be used again.</summary>
    public void Release();
}

/// <summary>A transaction that is undone unless it is committed.</summary>
internal interface IWriteTransaction : IDisposable
{
    /// <summary>Keeps what was written; it outlives the loss of power from here on.</summary>
    public void Commit();
}
