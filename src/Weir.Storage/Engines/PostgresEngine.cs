using System.Data.Common;
using Npgsql;

namespace Weir.Storage.Engines;

/// <summary>One database of a PostgreSQL server.</summary>
internal sealed class PostgresEngine : IEngine, IDisposable
{
    private const int MostConnections = 40;
    private const int BusySeconds = 20;
    private const int ConnectSeconds = 10;

    // Nothing that is asked every day comes near this; whoever waits for a server that hangs is to be told in the end.
    private const int StatementSeconds = 300;

    // Long enough for an index over millions of rows.
    private const int MigrationSeconds = 6 * 3600;

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;

    public PostgresEngine(PostgresAddress address, int busySeconds = BusySeconds)
    {
        _address = address;
        _source = NpgsqlDataSource.Create(Options(address, busySeconds, StatementSeconds));
    }

    public string Name => _address.ToString();

    public DbConnection Connect() => Open();

    public IWriteTransaction Begin(DbConnection connection) => PostgresTransaction.Begin((PostgresConnection)connection);

    public StoreException Fault(DbException fault) => PostgresFaults.From(fault, _address);

    public void Prepare()
    {
        try
        {
            using var source = NpgsqlDataSource.Create(Options(_address, BusySeconds, MigrationSeconds));
            using var connection = new PostgresConnection(source.OpenConnection());
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

    private static NpgsqlConnectionStringBuilder Options(PostgresAddress address, int busySeconds, int statementSeconds) => new()
    {
        Host = address.Host,
        Port = address.Port,
        Username = address.User,
        Password = address.Password,
        Database = address.Name,
        SslMode = address.Ssl,
        ApplicationName = "weir",
        Timeout = ConnectSeconds,
        CommandTimeout = statementSeconds,
        KeepAlive = 30,
        TcpKeepAlive = true,
        TcpKeepAliveTime = 30,
        TcpKeepAliveInterval = 10,
        MaxPoolSize = MostConnections,
        MaxAutoPrepare = 100,
        PersistSecurityInfo = false,
        IncludeErrorDetail = false,
        Options = $"-c lock_timeout={busySeconds * 1000}",
    };
}
