using System.Data.Common;
using Dapper;
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

    // Searches walk down an index and stop. With the usual cost of a page that lies apart, which is that of turning disks, they would read
    // and sort all that fits instead; and compiling a statement takes longer than any of them.
    private const string Planner = "-c random_page_cost=1.1 -c jit=off";

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;

    public PostgresEngine(PostgresAddress address, int busySeconds = BusySeconds)
    {
        _address = address;
        _source = NpgsqlDataSource.Create(Options(address, busySeconds, StatementSeconds));
    }

    public string Name => _address.ToString();

    // A standby is told by the first write.
    public bool IsReadOnly => false;

    public DbConnection Connect() => Open();

    public IWriteTransaction Begin(DbConnection connection) => PostgresTransaction.Begin((PostgresConnection)connection);

    public StoreException Fault(DbException fault) => PostgresFaults.From(fault, _address);

    public bool HasTable(DbConnection connection, string table) => connection.ExecuteScalar<bool>("SELECT to_regclass(@table) IS NOT NULL", new { table });

    public IReadOnlyList<string> MissingTriggers(DbConnection connection, string table)
    {
        var set = connection.Query<(string Name, string Made, string Body)>("""
            SELECT t.tgname::text, pg_get_triggerdef(t.oid), p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = to_regclass(@table) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
            """, new { table }).AsList();
        return [.. AppendOnly.Of(table).Where(wanted => !set.Any(found => found.Name == wanted.Name && IsRefusal(wanted, found.Made, found.Body))).Select(wanted => wanted.Name)];
    }

    public void SetTriggers(DbConnection connection, string table)
    {
        foreach (var trigger in AppendOnly.Of(table))
            connection.Execute($"DROP TRIGGER IF EXISTS {trigger.Name} ON {table}; DROP FUNCTION IF EXISTS {trigger.Name}(); {PostgresScript.Refusal(trigger)}");
    }

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

    // A condition would stand between the table and the function.
    private static bool IsRefusal(AppendOnly wanted, string made, string body) => body.Trim() == PostgresScript.RefusalBody(wanted).Trim()
        && made.Contains($" BEFORE {PostgresScript.Changes(wanted)} ON ", StringComparison.Ordinal) && made.Contains($"{wanted.Table} FOR EACH STATEMENT EXECUTE FUNCTION ", StringComparison.Ordinal);

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
        Options = $"-c lock_timeout={busySeconds * 1000} {Planner}",
    };
}
