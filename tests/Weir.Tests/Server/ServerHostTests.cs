using Weir.Server;
using Xunit;

namespace Weir.Tests.Server;

public sealed class ServerHostTests
{
    [Theory]
    [InlineData("GET", "/v1/check", null, 405)]
    [InlineData("GET", "/nowhere", null, 404)]
    [InlineData("DELETE", "/", null, 405)]
    [InlineData("POST", "/v1/check", "application/x-www-form-urlencoded", 415)]
    [InlineData("POST", "/v1/check", "text/plain", 415)]
    [InlineData("POST", "/", "application/json", 400)]
    public async Task Every_error_is_problem_details(string method, string path, string? type, int status)
    {
        await using var server = await ServerUnderTest.Start();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (type is not null) request.Content = new StringContent("subject=x", null, type);
        var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, (await server.Json(response)).GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi.json")]
    public async Task The_api_describes_itself(string path)
    {
        await using var server = await ServerUnderTest.Start();
        var document = await server.Json(await server.Client.GetAsync(path, TestContext.Current.CancellationToken));
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        var paths = document.GetProperty("paths");
        string[] expected = ["/v1/check", "/v1/check/stream", "/healthz", "/readyz", "/v1/models", "/v1/models/current", "/v1/lists", "/v1/stats"];
        Assert.All(expected, wanted => Assert.True(paths.TryGetProperty(wanted, out _), wanted));
        var check = paths.GetProperty("/v1/check").GetProperty("post");
        Assert.True(check.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("examples", out _));
        var answer = check.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json");
        Assert.Equal(2, answer.GetProperty("schema").GetProperty("oneOf").GetArrayLength());
        Assert.Contains("\"riskLevel\"", document.ToString());
        Assert.Contains("critical", document.ToString());
    }

    [Fact]
    public async Task Counts_follow_the_verdicts()
    {
        await using var server = await ServerUnderTest.Start();
        await server.Post("/v1/check", """{"subjects":["http://bad.example/","ok","ok",7]}""");
        var stats = await server.Json(await server.Client.GetAsync("/v1/stats", TestContext.Current.CancellationToken));
        Assert.Equal((4, 1, 2, 1), (Count("checked"), Count("phishing"), Count("benign"), Count("unknown")));
        int Count(string name) => stats.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task The_model_that_answers_is_named()
    {
        await using var server = await ServerUnderTest.Start();
        var model = await server.Json(await server.Client.GetAsync("/v1/models/current", TestContext.Current.CancellationToken));
        Assert.Equal("v1", model.GetProperty("version").GetString());
        Assert.Equal("champion", model.GetProperty("origin").GetString());
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_exit_code_one()
    {
        await using var server = await ServerUnderTest.Start();
        var options = new ServerOptions { DataDirectory = "unused", Urls = [server.Client.BaseAddress!.ToString().TrimEnd('/')] };
        var failure = await Assert.ThrowsAsync<ServerStartException>(() => RunningServer.StartAsync(options, () => null, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("in use", failure.Message);
        Assert.Contains("--urls", failure.Message);
    }
}
