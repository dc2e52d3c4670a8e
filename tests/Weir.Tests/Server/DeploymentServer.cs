using System.Net.Http.Json;
using System.Text.Json;
using Weir.Pipeline.Registry;
using Weir.Server;
using Weir.Storage;
using Weir.Tests.Support;

namespace Weir.Tests.Server;

/// <summary>A real server over a data directory with real models, and a client for it.</summary>
internal sealed class DeploymentServer : IAsyncDisposable
{
    private readonly RunningServer _server;

    private DeploymentServer(WeirStore store, RunningServer server)
    {
        (Store, _server) = (store, server);
        Client = KeyedClient.Of(server, KeyedClient.Key(store, "admin", name: "test-" + Guid.NewGuid().ToString("N")));
    }

    public WeirStore Store { get; }

    /// <summary>An admin of the tenant main.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts with the versions v1 (champion) and v2, both passed: the same model under two names.</summary>
    public static async Task<DeploymentServer> Start(string directory, Func<ServerOptions, ServerOptions>? change = null)
    {
        var store = WeirStore.Open(directory, TimeProvider.System);
        if (store.Models.Champion() is null)
        {
            foreach (var version in (string[])["v1", "v2"]) Add(store, version);
            new ModelRegistry(store).Promote("v1", "test");
        }

        var options = new ServerOptions
        {
            DataDirectory = directory,
            Urls = ["http://127.0.0.1:0"],
            ChampionPoll = TimeSpan.FromMilliseconds(5),
            VerdictBeat = TimeSpan.FromMilliseconds(20),
        };
        return new DeploymentServer(store, await RunningServer.StartAsync(change?.Invoke(options) ?? options, default));
    }

    /// <summary>The verdict about a subject.</summary>
    public async Task<JsonElement> Check(string subject)
    {
        using var answer = await Client.PostAsJsonAsync("/v1/check", new { subject, explain = "none" });
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The version that answers about a subject.</summary>
    public async Task<string> VersionFor(string subject) => (await Check(subject)).GetProperty("model").GetProperty("version").GetString()!;

    /// <summary>Asks until it is so; a test that never sees it fails by its own words.</summary>
    public static async Task<bool> Until(Func<Task<bool>> so)
    {
        for (var tries = 0; tries < 200_000; tries++)
        {
            if (await so()) return true;
            await Task.Yield();
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        Store.Dispose();
    }

    private static void Add(WeirStore store, string version)
    {
        var model = new ModelRegistry(store).Register(SomeModel.Named(version), new ModelOrigin("cycle", version), "test");
        store.Models.Judge(model.Version, "{}", "[]", true, model.Sha256, "all gates passed", "test");
    }
}
