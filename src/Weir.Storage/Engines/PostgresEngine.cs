using System.Data.Common;
using Npgsql;

namespace Weir.Storage.Engines;

/// <summary>One database of a PostgreSQL server.</summary>
internal sealed class PostgresEngine : IEngine, IDisposable
{
    private const int MostConnections = 40;
    private const int BusySeconds = 20;
    private const int ConnectSeconds = 10;

    // Long enough for an index over millions of rows; a server that has gone is noticed by the keep-alive long before.
    private const int StatementSeconds = 3600;

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;

    public PostgresEngine(PostgresAddress address, int busySeconds = BusySeconds)
    {
        _address = address;
        _source = NpgsqlDataSource.Create(Options(address, busySeconds));
    }

    public string Name => _address.ToString();

    public DbConnection Connect() => Open();

    public IWriteTransaction Begin(DbConnection connection) => PostgresTransaction.Begin((PostgresConnection)connection);

    public StoreException Fault(DbException fault) => PostgresFaults.From(fault, _address);

    public void Prepare()
    {
        try
        {
            using var connection = Open();
            new PostgresSchema(connection, Name).Apply();
        }
        catch (NpgsqlException fault)
        {
            throw Fault(fault);
        }
    }

    public void Release() => _source.Clear();

    public void Dispose() => _source.Dispose();

    private PostgresConnection Open() => new(_source.OpenConnection());

    private static NpgsqlConnectionStringBuilder Options(PostgresAddress address, int busySeconds) => new()
    {
        Host = address.Host,
        Port = address.Port,
        Username = address.User,
        Password = address.Password,
        Database = address.Name,
        SslMode = address.Ssl,
        ApplicationName = "weir",
        Timeout = ConnectSeconds,
        CommandTimeout = StatementSeconds,
        KeepAlive = 30,
        MaxPoolSize = MostConnections,
        MaxAutoPrepare = 100,
        PersistSecurityInfo = false,
        IncludeErrorDetail = false,
        Options = $"-c lock_timeout={busySeconds * 1000}",
    };
}
