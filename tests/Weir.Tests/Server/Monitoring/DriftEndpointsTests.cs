using System.Net;
using System.Text.Json;
using Weir.Pipeline.Monitoring;
using Weir.Server;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Monitoring;

public sealed class DriftEndpointsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Before_the_first_report_the_answer_says_how_to_get_one()
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Client.GetAsync("/v1/drift", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("weir drift", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/drift", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_newest_report_is_served_as_json_and_as_a_page_under_the_strict_policy()
    {
        using (var store = WeirStore.Open(_directory.Path, TimeProvider.System))
            new DriftMonitor(store, new MonitoringSettings(), Pipeline.Monitoring.SomeDrift.Reader).Run(null, TestContext.Current.CancellationToken);
        await using var server = await RunningServer.StartAsync(new ServerOptions { DataDirectory = _directory.Path, Urls = ["http://127.0.0.1:0"] }, TestContext.Current.CancellationToken);
        using var client = KeyedClient.Admin(server, _directory.Path);
        using var json = JsonDocument.Parse(await client.GetStringAsync("/v1/drift", TestContext.Current.CancellationToken));
        Assert.Equal("none", json.RootElement.GetProperty("model").GetString());
        var page = await client.GetAsync("/drift", TestContext.Current.CancellationToken);
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<h1>Drift</h1>", text);
        Assert.DoesNotContain("<style", text);
        Assert.DoesNotContain("style=", text);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(DriftStyle.Css, await client.GetStringAsync("/drift.css", TestContext.Current.CancellationToken));
    }
}
