using System.Net;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class LoopbackGuardTests
{
    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy.example")]
    [InlineData("Host", "weir.example")]
    [InlineData("Host", "127.0.0.1.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Whoever_is_not_this_machine_and_has_no_key_is_refused_with_the_way_out(string header, string value)
    {
        await using var server = await ServerUnderTest.Start();
        var response = await Check(server.Anonymous, header, value);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("WEIR__Server__AllowRemote", (await server.Json(response)).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Host", "weir.example")]
    public async Task A_key_is_answered_from_anywhere(string header, string value)
    {
        await using var server = await ServerUnderTest.Start();
        Assert.Equal(HttpStatusCode.OK, (await Check(server.Client, header, value)).StatusCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("LOCALHOST:99")]
    public async Task Names_of_this_machine_are_answered(string host)
    {
        await using var server = await ServerUnderTest.Start();
        Assert.Equal(HttpStatusCode.OK, (await Check(server.Anonymous, "Host", host)).StatusCode);
    }

    [Fact]
    public async Task Others_may_check_when_switched_on_and_nothing_more()
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { AllowRemote = true });
        Assert.Equal(HttpStatusCode.OK, (await Check(server.Anonymous, "X-Forwarded-For", "203.0.113.7")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Anonymous.GetAsync("/v1/stats", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static Task<HttpResponseMessage> Check(HttpClient client, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/check") { Content = new StringContent("""{"subject":"a.example"}""", null, "application/json") };
        request.Headers.TryAddWithoutValidation(header, value);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
