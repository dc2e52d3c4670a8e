using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Server;
using Weir.Server.Models;
using Weir.Server.Schedules;
using Weir.Storage;
using Weir.Tests.Support;

namespace Weir.Tests.Server;

/// <summary>A server on a free port of this machine, with a detector that tests can foresee, and a client for it.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly RunningServer _server;

    private ServedDetector? _next;

    private readonly TempDatabase? _place;

    private readonly WeirStore _store;

    private ServerUnderTest(RunningServer server, WeirStore store, TempDatabase? place)
    {
        (_server, _store, _place) = (server, store, place);
        Client = KeyedClient.Of(server, KeyedClient.Key(store, "admin", name: "test-" + Guid.NewGuid().ToString("N")));
        Anonymous = KeyedClient.Of(server, null, follow: false);
    }

    /// <summary>An admin of the tenant main.</summary>
    public HttpClient Client { get; }

    /// <summary>This machine, without a key; it is not led to other pages.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>A part of the server.</summary>
    public T Part<T>() where T : notnull => _server.Part<T>();

    /// <summary>The store of the server.</summary>
    public WeirStore Store => _store;

    /// <summary>Starts like <see cref="Start"/>; kept for those who say that they need the store.</summary>
    public static Task<ServerUnderTest> StartWithStore(ServedDetector? first = null, Func<ServerOptions, ServerOptions>? change = null, TimeProvider? time = null, StoreKind kind = StoreKind.Sqlite) =>
        Start(first, change, null, time, kind);

    /// <summary>Starts with a detector that answers phishing for subjects that hold "bad", over a store that goes with it unless one is given.</summary>
    public static async Task<ServerUnderTest> Start(
        ServedDetector? first = null, Func<ServerOptions, ServerOptions>? change = null, WeirStore? store = null, TimeProvider? time = null, StoreKind kind = StoreKind.Sqlite,
        Func<WeirStore, ILoop>? loop = null)
    {
        var place = store is null ? new TempDatabase(kind).WithSettings() : null;
        store ??= place!.Open(time ?? TimeProvider.System);
        var options = new ServerOptions { DataDirectory = store.DataDirectory, Urls = ["http://127.0.0.1:0"], ChampionPoll = TimeSpan.FromMilliseconds(20) };
        ServerUnderTest? test = null;
        var given = false;
        var running = await RunningServer.StartAsync(change?.Invoke(options) ?? options, Look, time ?? TimeProvider.System, default, loop: loop is null ? null : () => loop(store), store: () => store);
        test = new ServerUnderTest(running, store, place);
        return test;

        ServedDetector? Look()
        {
            if (given) return test is null ? null : Interlocked.Exchange(ref test._next, null);
            given = true;
            return first ?? Detector("v1");
        }
    }

    /// <summary>A client with a key of this role and tenant.</summary>
    public HttpClient ClientOf(string role, string tenant = "main") => KeyedClient.Of(_server, KeyedClient.Key(_store, role, tenant));

    /// <summary>A key of this role, for programs that ask by themselves.</summary>
    public string KeyOf(string role)
    {
        var key = KeyedClient.Key(_store, role);
        Part<Weir.Server.Security.KeyRing>().Refresh();
        return key;
    }

    /// <summary>A client with this key.</summary>
    public HttpClient ClientWith(string key) => KeyedClient.Of(_server, key);

    /// <summary>The server itself.</summary>
    public RunningServer Running => _server;

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
        Anonymous.Dispose();
        await _server.DisposeAsync();
        if (_place is null) return;
        _store.Dispose();
        _place.Dispose();
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
