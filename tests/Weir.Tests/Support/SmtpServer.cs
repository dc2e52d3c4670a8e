using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Weir.Tests.Support;

/// <summary>Debian's aiosmtpd on a free port of this machine; ends with its standard input.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly Process _process;
    private readonly TempDirectory _kept = new();

    private SmtpServer(int port, IReadOnlyList<string> secured)
    {
        Port = port;
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = ["-W", "ignore", Path.Combine(Repository.Root, "tests/Weir.Tests/Support/smtp-server.py"), port.ToString(CultureInfo.InvariantCulture), _kept.Path, .. secured];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        if (_process.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException("The mail server did not start; install Debian's python3-aiosmtpd.");
    }

    public int Port { get; }

    /// <summary>The messages that were taken, in order.</summary>
    public IReadOnlyList<JsonElement> Taken => [.. Directory.GetFiles(_kept.Path, "*.json").Order(StringComparer.Ordinal).Select(path => JsonDocument.Parse(File.ReadAllText(path)).RootElement)];

    /// <summary>Takes mail from anyone, in the clear.</summary>
    public static SmtpServer Plain(int? port = null) => new(port ?? FreePort(), []);

    /// <summary>Takes mail only after STARTTLS and a sign-in.</summary>
    public static SmtpServer Secured((string Certificate, string Key) pem, string user, string password) => new(FreePort(), [pem.Certificate, pem.Key, user, password]);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
        _kept.Dispose();
    }
}
