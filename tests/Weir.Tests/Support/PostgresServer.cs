using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Weir.Storage;
using Xunit;

namespace Weir.Tests.Support;

/// <summary>
/// A real PostgreSQL from Debian's package, on a free port of this machine, in a folder of its own; without waiting for the disk, and gone
/// when the tests are over, also when they are killed. The first test that needs it starts it.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Password = "secret-of-tests";
    private const string Template = "weir_template";
    private const string Prefix = "weir-postgres-";

    // In memory where there is some to spare: every database is some hundred files.
    private static readonly string Place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    // What this process inherited, such as the lock of a script that started it, must not live on in the server.
    private const string Alone = "for fd in /proc/$$/fd/*; do fd=${fd##*/}; ((fd > 2)) && eval \"exec $fd>&-\"; done; ";

    private static readonly Lazy<PostgresServer> Started = new(() => new PostgresServer());

    private readonly Lock _ordering = new();
    private readonly NpgsqlConnection _orders;
    private readonly string _folder = Path.Combine(Place, Prefix + Environment.ProcessId);
    private readonly int _port = FreePort();
    private int _databases;

    private PostgresServer()
    {
        Shell($"mkdir -p {_folder} && {AsOwner($"chown postgres {_folder} &&")} {As("initdb")} -D {_folder}/data -U weir -A password --pwfile={Secret()} -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions");
        Shell($"{As("pg_ctl")} -D {_folder}/data -w -t 30 -l {_folder}/log start -o '-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
            + "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB -c max_wal_size=256MB -c autovacuum=off'");
        // In a session of its own: what ends this run, such as a time limit, ends the whole group of its processes.
        Shell($"setsid -f bash -c '{Alone}while [[ -d /proc/{Environment.ProcessId} ]]; do sleep 1; done; {As("pg_ctl")} -D {_folder}/data -m immediate stop; rm -rf {_folder}' </dev/null >/dev/null 2>&1");
        _orders = new NpgsqlConnection(ConnectionString(Address("postgres")));
        _orders.Open();
        Make(Template, "template0");
        WeirStore.Open(new StoreAddress(_folder, Address(Template)), new FakeTime()).Dispose();
    }

    /// <summary>Whether this machine has the programs of the server.</summary>
    public static bool IsInstalled => Bin() is not null;

    /// <summary>The one server of this run; a test that needs it is skipped where it is not installed.</summary>
    public static PostgresServer Shared
    {
        get
        {
            Assert.SkipUnless(IsInstalled, "PostgreSQL is not installed; run ./test once, or `apt-get install postgresql`.");
            return Started.Value;
        }
    }

    /// <summary>The address of a database.</summary>
    public PostgresAddress Address(string name) => new() { Host = "127.0.0.1", Port = _port, User = "weir", Password = Password, Name = name, Protection = "disable" };

    /// <summary>Makes a database that is empty, or that holds the schema of this version.</summary>
    public PostgresAddress NewDatabase(bool isEmpty = false)
    {
        var name = $"weir_{Interlocked.Increment(ref _databases)}";
        Make(name, isEmpty ? "template0" : Template);
        return Address(name);
    }

    /// <summary>Copies a database that nobody uses; the copy's name.</summary>
    public string Copy(PostgresAddress address)
    {
        var name = address.Name + "_copy";
        Make(name, address.Name);
        return name;
    }

    /// <summary>Puts a copy in the place of the database.</summary>
    public void PutBack(PostgresAddress address, string copy)
    {
        Drop(address);
        Order($"ALTER DATABASE {copy} RENAME TO {address.Name}");
    }

    /// <summary>Takes a database away, whoever is still connected.</summary>
    public void Drop(PostgresAddress address) => Order($"DROP DATABASE {address.Name} WITH (FORCE)");

    /// <summary>Ends every connection to a database and takes no other, as if the server were away, or takes them again.</summary>
    public void SetAway(PostgresAddress address, bool isAway)
    {
        Order($"ALTER DATABASE {address.Name} ALLOW_CONNECTIONS {!isAway}");
        if (isAway) Order($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{address.Name}'");
    }

    /// <summary>How the driver reaches a database.</summary>
    public static string ConnectionString(PostgresAddress address) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Username = address.User,
        Password = address.Password,
        Database = address.Name,
        Pooling = false,
    }.ToString();

    /// <summary>Ends the server of this run, if one was started.</summary>
    internal static void End()
    {
        if (Started.IsValueCreated) Shared.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _orders.Dispose();
        Shell($"{As("pg_ctl")} -D {_folder}/data -m immediate -w stop");
        Directory.Delete(_folder, recursive: true);
    }

    private void Make(string name, string template) => Order($"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");

    /// <summary>Runs a statement as the one who may do everything, in a database that no test uses.</summary>
    public void Order(string statement)
    {
        // Two at once would be in each other's way over the template.
        lock (_ordering)
        {
            using var command = new NpgsqlCommand(statement, _orders);
            command.ExecuteNonQuery();
        }
    }

    private static string As(string program) => AsOwner("runuser -u postgres --") + $" {Bin()}/{program}";

    // The server refuses to run as root.
    private static string AsOwner(string words) => Environment.UserName == "root" ? words : "";

    private static string? Bin() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private string Secret()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "password"), Password);
        return Path.Combine(_folder, "password");
    }

    private static void Shell(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"exec >/dev/null 2>\"$0\"; {Alone}{line}", Path.GetTempFileName()]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        var told = File.ReadAllText(start.ArgumentList[2]);
        File.Delete(start.ArgumentList[2]);
        if (process.ExitCode != 0) throw new InvalidOperationException($"PostgreSQL of the tests does not work: {line}: {told}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
