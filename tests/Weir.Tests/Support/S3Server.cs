using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Weir.Tests.Support;

/// <summary>A real S3-compatible server (s3rver from npm) with one bucket on a free port of this machine; ended when disposed.</summary>
internal sealed class S3Server : IDisposable
{
    /// <summary>Its access key and its secret key alike.</summary>
    public const string Key = "S3RVER";

    /// <summary>The bucket that exists.</summary>
    public const string Bucket = "weir-test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _directory = new();
    private readonly int _port = FreePort();
    private Process? _process;

    public S3Server() => Start();

    /// <summary>Where it answers, or would.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{_port}");

    /// <summary>Starts it, again after <see cref="Stop"/>; what it holds is kept.</summary>
    public void Start()
    {
        var script = Path.Combine(Repository.Root, "tests", "npm", "node_modules", "s3rver", "bin", "s3rver.js");
        if (!File.Exists(script)) throw new InvalidOperationException("s3rver is not installed; run ./test once, or `npm ci` in tests/npm.");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[script, "-d", _directory.Path, "-a", "127.0.0.1", "-p", $"{_port}", "--configure-bucket", Bucket]) start.ArgumentList.Add(word);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        var listening = new TaskCompletionSource();
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.Contains("listening", StringComparison.OrdinalIgnoreCase)) listening.TrySetResult();
        };
        _process.BeginOutputReadLine();
        if (!listening.Task.Wait(Patience) || _process.HasExited) throw new InvalidOperationException("s3rver did not start.");
    }

    /// <summary>Ends it, as an outage does.</summary>
    public void Stop()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _directory.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
