using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Weir.Storage;

namespace Weir.Tests.Support;

/// <summary>
/// A real PostgreSQL from Debian's package, on a free port of this machine, in a folder of its own; without waiting for the disk, and gone
/// when the tests are over. The first test that needs it starts it; when it cannot be had, that test and all others that need it fail.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Password = "secret-of-tests";
    private const string Template = "weir_template";
    private const string Prefix = "weir-postgres-";

    private static readonly Lazy<PostgresServer> Started = new(() => new PostgresServer());

    private readonly Lock _making = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId);
    private readonly int _port = FreePort();
    private int _databases;

    private PostgresServer()
    {
        RemoveLeftovers();
        Shell($"mkdir -p {_folder} && {AsOwner($"chown postgres {_folder} &&")} {As("initdb")} -D {_folder}/data -U weir -A scram-sha-256 --pwfile={Secret()} -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions");
        Shell($"{As("pg_ctl")} -D {_folder}/data -w -t 30 -l {_folder}/log start -o '-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
            + "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB -c max_wal_size=256MB -c autovacuum=off'");
        Make(Template, "template0");
        WeirStore.Open(new StoreAddress(_folder, Address(Template)), new FakeTime()).Dispose();
    }

    /// <summary>The one server of this run.</summary>
    public static PostgresServer Shared => Started.Value;

    /// <summary>The address of a database.</summary>
    public PostgresAddress Address(string name) => new() { Host = "127.0.0.1", Port = _port, User = "weir", Password = Password, Name = name, Protection = "disable" };

    /// <summary>Makes a database that is empty, or that holds the schema of this version.</summary>
    public PostgresAddress NewDatabase(bool isEmpty = false)
    {
        var name = $"weir_{Interlocked.Increment(ref _databases)}";
        Make(name, isEmpty ? "template0" : Template);
        return Address(name);
    }

    /// <summary>Takes a database away, whoever is still connected.</summary>
    public void Drop(PostgresAddress address) => Run("postgres", $"DROP DATABASE {address.Name} WITH (FORCE)");

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

    /// <summary>Runs statements in a database.</summary>
    public void Run(string database, string statements)
    {
        using var connection = new NpgsqlConnection(ConnectionString(Address(database)));
        connection.Open();
        using var command = new NpgsqlCommand(statements, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Ends the server of this run, if one was started.</summary>
    internal static void End()
    {
        if (Started.IsValueCreated) Shared.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Shell($"{As("pg_ctl")} -D {_folder}/data -m immediate -w stop");
        Directory.Delete(_folder, recursive: true);
    }

    // Two at once would be in each other's way over the template.
    private void Make(string name, string template)
    {
        lock (_making) Run("postgres", $"CREATE DATABASE {name} TEMPLATE {template}");
    }

    private static string As(string program) => AsOwner("runuser -u postgres --") + $" {Bin()}/{program}";

    // The server refuses to run as root.
    private static string AsOwner(string words) => Environment.UserName == "root" ? words : "";

    private static string Bin() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault() ?? throw Missing()
        : throw Missing();

    private static InvalidOperationException Missing() => new("PostgreSQL is not installed; run ./test once, or `apt-get install postgresql`.");

    private string Secret()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "password"), Password);
        return Path.Combine(_folder, "password");
    }

    // A run that was killed leaves its server: without its folder that ends by itself within a minute.
    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
            if (!Directory.Exists("/proc/" + Path.GetFileName(folder)[Prefix.Length..])) Directory.Delete(folder, recursive: true);
    }

    private static void Shell(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"exec >/dev/null 2>\"$0\"; {line}", Path.GetTempFileName()]) { WorkingDirectory = "/" };
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
