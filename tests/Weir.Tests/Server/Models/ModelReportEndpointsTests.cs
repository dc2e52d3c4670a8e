using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Models;

public sealed class ModelReportEndpointsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_tells_data_gates_weights_and_what_differs_from_the_parent()
    {
        await using var server = await StartWithTwo();
        var card = await server.Client.GetFromJsonAsync<JsonElement>("/v1/models/v2", Ct);
        Assert.Equal(("passed", "v1", "cycle"), (card.GetProperty("state").GetString(), card.GetProperty("parent").GetString(), card.GetProperty("origin").GetString()));
        Assert.Equal("The recall is 0.9.", card.GetProperty("gates")[0].GetProperty("sentence").GetString());
        var trees = Assert.Single(card.GetProperty("parameters").EnumerateArray(), one => one.GetProperty("isChanged").GetBoolean());
        Assert.Equal(("trees.count", "300", "200"), (trees.GetProperty("name").GetString(), trees.GetProperty("value").GetString(), trees.GetProperty("before").GetString()));
        var weights = card.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("importance").GetDouble()).ToList();
        Assert.Equal(weights.OrderDescending(), weights);
        Assert.Equal(1, weights.Sum(), 0.01);
    }

    [Fact]
    public async Task A_report_has_curves_and_two_versions_are_compared_in_pairs()
    {
        await using var server = await StartWithTwo();
        var report = await server.Client.GetFromJsonAsync<JsonElement>("/v1/models/v2/report", Ct);
        Assert.True(report.GetProperty("curves").GetProperty("roc").GetArrayLength() > 5);
        var both = await server.Client.GetFromJsonAsync<JsonElement>("/v1/models/compare?a=v2&b=v1", Ct);
        Assert.True(both.GetProperty("sameRows").GetBoolean());
        Assert.Equal("a", both.GetProperty("figures")[0].GetProperty("better").GetString());
        var (ahead, turned) = (Gain(both), Gain(await server.Client.GetFromJsonAsync<JsonElement>("/v1/models/compare?a=v1&b=v2", Ct)));
        Assert.True(ahead.Low > 0);
        Assert.Equal((-ahead.High, -ahead.Low), (turned.Low, turned.High));
    }

    [Theory]
    [InlineData("/v1/models/v9", 404, "GET /v1/models lists them")]
    [InlineData("/v1/models/v9/report", 404, "GET /v1/models lists them")]
    [InlineData("/v1/models/raw/report", 404, "has not been judged")]
    [InlineData("/v1/models/compare", 400, "b: Name the version")]
    [InlineData("/v1/models/compare?a=v1&b=v9", 404, "v9")]
    [InlineData("/v1/models/compare?a=v1&b=raw", 409, "raw has not been judged")]
    public async Task What_is_not_there_is_told(string path, int status, string told)
    {
        await using var server = await StartWithTwo();
        new Weir.Pipeline.Registry.ModelRegistry(server.Store).Register(ToyModels.File("raw"), new("import", "raw"), "test");
        var answer = await server.Client.GetAsync(path, Ct);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_damaged_file_leaves_the_rest_of_the_card()
    {
        await using var server = await StartWithTwo();
        File.WriteAllText(Path.Combine(server.Store.DataDirectory, "models", "v2.weir"), "no model");
        var card = await server.Client.GetFromJsonAsync<JsonElement>("/v1/models/v2", Ct);
        Assert.Contains("v2.weir", card.GetProperty("fileFault").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/models/v2", Ct)).StatusCode);
    }

    internal static async Task<ServerUnderTest> StartWithTwo()
    {
        var server = await ServerUnderTest.StartWithStore();
        SomeReport.Judged(server.Store, SomeModel.Named("v1"), "v1", SomeReport.Of("v1", 0.6), """{"trees":{"count":200},"folds":3}""");
        new Weir.Pipeline.Registry.ModelRegistry(server.Store).Promote("v1", "test");
        SomeReport.Judged(server.Store, SomeModel.Named("v2"), "v2", SomeReport.Of("v2", 0.9, "v1", 0.6), """{"trees":{"count":300},"folds":3}""");
        return server;
    }

    private static (double Low, double High) Gain(JsonElement comparison)
    {
        var figure = comparison.GetProperty("paired").GetProperty("tprAt1Percent");
        return (figure.GetProperty("low").GetDouble(), figure.GetProperty("high").GetDouble());
    }
}
