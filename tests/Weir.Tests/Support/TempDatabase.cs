using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Weir.Storage;

namespace Weir.Tests.Support;

/// <summary>Which kind of database a test runs on.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>A data directory and a database of one test, of either kind; both go with it.</summary>
internal sealed class TempDatabase : IDisposable
{
    private readonly TempDirectory _directory = new();

    /// <summary>An empty one is what a person makes before the first start; else it has the schema of this version.</summary>
    public TempDatabase(StoreKind kind, bool isEmpty = false) =>
        Address = new StoreAddress(_directory.Path, kind == StoreKind.Postgres ? PostgresServer.Shared.NewDatabase(isEmpty) : null);

    public StoreAddress Address { get; }

    public string Path => _directory.Path;

    public string File(string name) => _directory.File(name);

    public string Write(string name, string text) => _directory.Write(name, text);

    public WeirStore Open(TimeProvider time) => WeirStore.Open(Address, time);

    /// <summary>Writes the address into the settings of the data directory, where commands and servers find it.</summary>
    public TempDatabase WithSettings()
    {
        if (Address.Server is { } server)
            _directory.Write("weir.json", JsonSerializer.Serialize(new { Database = new { server.Host, server.Port, server.User, server.Password, server.Name, Ssl = server.Protection } }));
        return this;
    }

    /// <summary>Runs a statement past the store, as someone with a database client would; faults of the driver come through.</summary>
    public void Execute(string statement)
    {
        using var connection = Connect();
        connection.Execute(statement);
    }

    /// <summary>Reads one column past the store.</summary>
    public IReadOnlyList<string> Query(string statement)
    {
        using var connection = Connect();
        return connection.Query<string>(statement).AsList();
    }

    public void Dispose()
    {
        if (Address.Server is { } server) PostgresServer.Shared.Drop(server);
        _directory.Dispose();
    }

    private DbConnection Connect()
    {
        DbConnection connection = Address.Server is { } server
            ? new NpgsqlConnection(PostgresServer.ConnectionString(server))
            : new SqliteConnection($"Data Source={File("weir.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
