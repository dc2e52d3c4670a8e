using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Server;
using Weir.Server.Models;
using Weir.Storage;
using Weir.Tests.Support;

namespace Weir.Tests.Server;

/// <summary>A server on a free port of this machine, with a detector that tests can foresee, and a client for it.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly RunningServer _server;

    private ServedDetector? _next;

    private TempDirectory? _directory;

    private WeirStore? _store;

    private ServerUnderTest(Func<ServerUnderTest, RunningServer> start)
    {
        _server = start(this);
        Client = new HttpClient { BaseAddress = new Uri(_server.Addresses.First()) };
    }

    public HttpClient Client { get; }

    /// <summary>The store of a server that was started with one.</summary>
    public WeirStore Store => _store ?? throw new InvalidOperationException("started without a store");

    /// <summary>A part of the server.</summary>
    public T Part<T>() where T : notnull => _server.Part<T>();

    /// <summary>Starts like <see cref="Start"/>, with an empty database of its own that goes with it.</summary>
    public static async Task<ServerUnderTest> StartWithStore(ServedDetector? first = null, Func<ServerOptions, ServerOptions>? change = null, TimeProvider? time = null)
    {
        var directory = new TempDirectory();
        var store = WeirStore.Open(directory.Path, time ?? TimeProvider.System);
        var test = await Start(first, options => (change ?? (same => same))(options with { DataDirectory = directory.Path }), store, time);
        (test._directory, test._store) = (directory, store);
        return test;
    }

    /// <summary>Starts with a detector that answers phishing for subjects that hold "bad".</summary>
    public static async Task<ServerUnderTest> Start(
        ServedDetector? first = null, Func<ServerOptions, ServerOptions>? change = null, WeirStore? store = null, TimeProvider? time = null)
    {
        var options = new ServerOptions { DataDirectory = "unused", Urls = ["http://127.0.0.1:0"], ChampionPoll = TimeSpan.FromMilliseconds(20) };
        ServerUnderTest? test = null;
        var given = false;
        var running = await RunningServer.StartAsync(change?.Invoke(options) ?? options, Look, time ?? TimeProvider.System, default, store: () => store);
        test = new ServerUnderTest(_ => running);
        return test;

        ServedDetector? Look()
        {
            if (given) return test is null ? null : Interlocked.Exchange(ref test._next, null);
            given = true;
            return first ?? Detector("v1");
        }
    }

    /// <summary>A detector with a version of its own.</summary>
    public static ServedDetector Detector(string version) =>
        new((subject, explain) => Judge(subject, explain, version), new ModelIdentity(version, new string('a', 64)), "champion", null);

    /// <summary>The next look finds this detector.</summary>
    public void Promote(ServedDetector detector) => Interlocked.Exchange(ref _next, detector);

    public Task<HttpResponseMessage> Post(string path, string body, string type = "application/json") =>
        Client.PostAsync(path, new StringContent(body, Encoding.UTF8, type));

    public async Task<JsonElement> Json(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _store?.Dispose();
        _directory?.Dispose();
    }

    private static Verdict Judge(string subject, Explain explain, string version)
    {
        if (subject.Contains("fail", StringComparison.Ordinal)) throw new InvalidOperationException("inner secret");
        var bad = subject.Contains("bad", StringComparison.Ordinal);
        return new Verdict
        {
            Subject = subject,
            Canonical = subject.Replace("http://", "", StringComparison.Ordinal),
            RegistrableDomain = "bad.example",
            Decision = bad ? Decision.Phishing : Decision.Benign,
            Score = bad ? 0.973 : 0.012,
            Reasons = explain is Explain.None ? [] : [new Reason("brand", "The brand <Example> is named outside example[.]com.", 2.5), new Reason("popular", "The domain is popular.", -0.75)],
            Model = new ModelIdentity(version, new string('a', 64)),
            CheckedAt = TimeProvider.System.GetUtcNow(),
        };
    }
}
