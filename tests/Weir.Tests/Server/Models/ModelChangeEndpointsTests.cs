using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Weir.Pipeline.Registry;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Models;

public sealed class ModelChangeEndpointsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_version_is_promoted_and_taken_back_and_the_history_says_why()
    {
        await using var server = await DeploymentServer.Start(_directory.Path);
        Assert.Contains("v2 is the champion", await Done(server, "/v1/models/v2/promote", new { reason = "new lures" }));
        Assert.Contains("v1 is the champion again", await Done(server, "/v1/models/rollback", new { reason = "false alarms" }));
        var history = await server.Client.GetFromJsonAsync<JsonElement>($"/v1/models/history?at={DateTimeOffset.UnixEpoch.Year + 100}-01-01", TestContext.Current.CancellationToken);
        var champion = Assert.Single(history.GetProperty("champions").EnumerateArray());
        Assert.Equal(("v1", "rolled-back", "false alarms"), (Text(champion, "version"), Text(champion, "kind"), Text(champion, "reason")));
        Assert.StartsWith("key:test-", Text(champion, "actor"), StringComparison.Ordinal);
        var all = await server.Client.GetFromJsonAsync<JsonElement>("/v1/models/history", TestContext.Current.CancellationToken);
        Assert.Equal(["v1", "v2", "v1"], all.GetProperty("champions").EnumerateArray().Select(one => Text(one, "version")));
    }

    [Fact]
    public async Task A_challenger_is_begun_and_dropped()
    {
        await using var server = await DeploymentServer.Start(_directory.Path);
        Assert.Contains("answers 20 % of the subjects", await Done(server, "/v1/models/shadow", new { version = "v2", mode = "ab", share = 20, reason = "trial" }));
        Assert.Contains("v2 is dropped", await Done(server, "/v1/models/drop", new { reason = "enough" }));
        Assert.Equal((HttpStatusCode.Conflict, "Nothing runs beside the champion."), await Refused(server, "/v1/models/drop", """{"reason":"again"}"""));
    }

    [Theory]
    [InlineData("/v1/models/v9/promote", """{"reason":"x"}""", 409, "No model has the version v9")]
    [InlineData("/v1/models/v2/promote", "{}", 400, "Say why")]
    [InlineData("/v1/models/rollback", null, 400, "Say why")]
    [InlineData("/v1/models/rollback", """{"reason":"x"}""", 409, "first champion")]
    [InlineData("/v1/models/rollback", """{"reason":"x","to":"v2"}""", 409, "never champion")]
    [InlineData("/v1/models/rollback", """{"reason":"x","version":"v1","too":"v1"}""", 400, "/openapi/v1.json says")]
    [InlineData("/v1/models/rollback", """{"reason":5}""", 400, "/openapi/v1.json says")]
    [InlineData("/v1/models/shadow", """{"reason":"x"}""", 400, "names no version")]
    [InlineData("/v1/models/shadow", """{"reason":"x","version":"v2","mode":"ab","share":0}""", 400, "1 to 99")]
    [InlineData("/v1/models/shadow", """{"reason":"x","version":"v2","mode":"canary"}""", 400, "shadow or ab")]
    [InlineData("/v1/models/shadow", """{"reason":"x","version":"v1"}""", 409, "champion already")]
    public async Task What_cannot_be_done_is_told_and_changes_nothing(string path, string? body, int status, string told)
    {
        await using var server = await DeploymentServer.Start(_directory.Path);
        var (code, detail) = await Refused(server, path, body);
        Assert.Equal(status, (int)code);
        Assert.Contains(told, detail);
        Assert.Equal("v1", server.Store.Models.Champion()!.Version);
    }

    [Fact]
    public async Task A_form_of_a_foreign_page_changes_nothing()
    {
        await using var server = await DeploymentServer.Start(_directory.Path, options => options with { AllowRemote = true });
        // What a foreign page can send without asking first: a text that is no JSON by its type.
        using var form = new StringContent("""{"reason":"x"}""", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.Client.PostAsync("/v1/models/v2/promote", form, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal("v1", server.Store.Models.Champion()!.Version);
    }

    [Fact]
    public async Task Fifty_swaps_under_load_fail_no_request()
    {
        await using var server = await DeploymentServer.Start(_directory.Path);
        using var stop = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 4).Select(asker => Task.Run(() => Ask(server, asker, stop.Token), TestContext.Current.CancellationToken)).ToList();
        var registry = new ModelRegistry(server.Store);
        for (var swap = 1; swap <= 50; swap++)
        {
            var version = swap % 2 == 1 ? "v2" : "v1";
            Assert.True(registry.Promote(version, "test", $"swap {swap}").Done);
            Assert.True(await DeploymentServer.Until(async () => await server.VersionFor("http://site.example/") == version), $"swap {swap}");
        }

        await stop.CancelAsync();
        var answered = await Task.WhenAll(asking);
        Assert.All(answered, count => Assert.True(count > 50, $"{count} answers"));
    }

    private static async Task<int> Ask(DeploymentServer server, int asker, CancellationToken stop)
    {
        var answered = 0;
        for (; !stop.IsCancellationRequested; answered++) Assert.Contains(await server.VersionFor($"http://site{asker}.example/{answered}"), (string[])["v1", "v2"]);
        return answered;
    }

    private static async Task<string> Done(DeploymentServer server, string path, object body)
    {
        using var answer = await server.Client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Text(await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken), "done");
    }

    private static async Task<(HttpStatusCode Status, string Detail)> Refused(DeploymentServer server, string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken), "detail"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
