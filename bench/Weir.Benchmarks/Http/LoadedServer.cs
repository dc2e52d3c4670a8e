using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Http;

/// <summary>A server process on a free port of this machine, stopped when it is disposed.</summary>
internal sealed class LoadedServer : IDisposable
{
    private const double GivenUpAfter = 120;

    private readonly Process _process;

    private LoadedServer(Process process, Uri address) => (_process, Address, Client) = (process, address, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) });

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it; of Weir with an admin's key when it was started with a data directory that has one.</summary>
    public HttpClient Client { get; }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Processor time of the process and its children that are still alive, seconds.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds + Children().Sum(child => child.TotalProcessorTime.TotalSeconds);
        }
    }

    /// <summary><c>weir serve</c> as its service unit runs it; settings are environment variables.</summary>
    public static LoadedServer Weir(Bench bench, string data, params (string Name, string Value)[] settings)
    {
        var key = Key(bench, data);
        var server = Start(bench.Weir, port => ["serve", "--urls", $"http://127.0.0.1:{port}", "--data", data], "/readyz", [.. settings, ("DOTNET_TieredPGO", "1")]);
        if (key is not null) server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return server;
    }

    /// <summary>Any other server; it is up when this path answers anything.</summary>
    public static LoadedServer Start(string program, Func<int, string[]> arguments, string path, params (string Name, string Value)[] settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments(port)) start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new BenchException($"{program} cannot be started.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var server = new LoadedServer(process, new Uri($"http://127.0.0.1:{port}"));
        server.WaitUntilUp(path);
        return server;
    }

    /// <summary>Resident memory now, MiB.</summary>
    public double ResidentMiB => Child.MiB(Id, "VmRSS");

    /// <summary>Open file descriptors now.</summary>
    public int FileDescriptors => Directory.GetFileSystemEntries($"/proc/{Id}/fd").Length;

    /// <summary>Asks it to stop and waits until it has.</summary>
    public void Stop()
    {
        if (_process.HasExited) return;
        using var term = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        if (!_process.WaitForExit(30_000)) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Stop();
        _process.Dispose();
    }

    // uvicorn's workers are children of its first process.
    private List<Process> Children()
    {
        var path = $"/proc/{Id}/task/{Id}/children";
        var found = new List<Process>();
        if (!File.Exists(path)) return found;
        foreach (var id in File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            found.Add(Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture)));
        return found;
    }

    private void WaitUntilUp(string path)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < GivenUpAfter && !_process.HasExited)
        {
            try
            {
                using var answer = Client.GetAsync(path).GetAwaiter().GetResult();
                if (path != "/readyz" || answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) // nobody listens yet
            {
            }

            Task.Delay(20).Wait();
        }

        Dispose();
        throw new BenchException($"the server on {Address} was not up within {GivenUpAfter} s; see above.");
    }

    // An admin's key of the data directory, made once; null where there are no keys.
    private static string? Key(Bench bench, string data)
    {
        var file = data + ".key";
        if (File.Exists(file) && Directory.Exists(data)) return File.ReadAllText(file);
        var start = new ProcessStartInfo(bench.Weir, ["keys", "add", "bench", "--role", "admin", "--data", data]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var key = process.StandardOutput.ReadLine()?.Trim();
        process.WaitForExit();
        if (process.ExitCode != 0 || string.IsNullOrEmpty(key)) return null;
        File.WriteAllText(file, key);
        return key;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
