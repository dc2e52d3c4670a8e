using System.Net.Http.Json;
using System.Text.Json;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Server;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Alerts;

public abstract class AlertEndpointsTests(StoreKind kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alerts_and_channels_are_listed()
    {
        using var folder = new TempDirectory();
        using (var store = WeirStore.Open(folder.Path, new FakeTime()))
        {
            var log = new AlertLog(store, new AlertSettings { Webhook = new WebhookTarget(new Uri("http://127.0.0.1:9/secret")) });
            log.Raise([new Finding(FindingKind.Drift, FindingLevel.Critical, "url", "Scores drift."), new Finding(FindingKind.FeedStale, FindingLevel.Warning, "a", "Stale.")]);
            log.Raise([new Finding(FindingKind.FeedStale, FindingLevel.Warning, "a", "Fresh.") { IsOver = true }]);
        }

        await using var server = await RunningServer.StartAsync(new ServerOptions { DataDirectory = folder.Path, Urls = ["http://127.0.0.1:0"] }, Ct);
        using var client = KeyedClient.Admin(server, folder.Path);
        var all = await client.GetFromJsonAsync<JsonElement>("/v1/alerts", Ct);
        Assert.Equal(2, all.GetProperty("alerts").GetArrayLength());
        Assert.Equal(("webhook", 3), (all.GetProperty("channels")[0].GetProperty("name").GetString(), all.GetProperty("channels")[0].GetProperty("pending").GetInt32()));
        var alert = Assert.Single((await client.GetFromJsonAsync<JsonElement>("/v1/alerts?open=true", Ct)).GetProperty("alerts").EnumerateArray());
        Assert.Equal(("drift", "critical", "Scores drift."), (alert.GetProperty("kind").GetString(), alert.GetProperty("level").GetString(), alert.GetProperty("sentence").GetString()));
        Assert.Equal(400, (int)(await client.GetAsync("/v1/alerts?limit=0", Ct)).StatusCode);
        Assert.DoesNotContain("secret", all.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_there_is_nothing_to_tell()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var all = await server.Client.GetFromJsonAsync<JsonElement>("/v1/alerts", Ct);
        Assert.Equal(0, all.GetProperty("alerts").GetArrayLength());
    }
}

public sealed class AlertEndpointsOnSqlite() : AlertEndpointsTests(StoreKind.Sqlite);

public sealed class AlertEndpointsOnPostgres() : AlertEndpointsTests(StoreKind.Postgres);
