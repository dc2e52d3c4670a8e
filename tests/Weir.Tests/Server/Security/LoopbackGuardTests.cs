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
    public async Task Whoever_is_not_this_machine_is_refused_with_the_way_out(string header, string value)
    {
        await using var server = await ServerUnderTest.Start();
        var response = await Get(server, header, value);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("WEIR__Server__AllowRemote", (await server.Json(response)).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("LOCALHOST:99")]
    public async Task Names_of_this_machine_are_answered(string host)
    {
        await using var server = await ServerUnderTest.Start();
        Assert.Equal(HttpStatusCode.OK, (await Get(server, "Host", host)).StatusCode);
    }

    [Fact]
    public async Task Others_are_answered_when_switched_on()
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { AllowRemote = true });
        Assert.Equal(HttpStatusCode.OK, (await Get(server, "X-Forwarded-For", "203.0.113.7")).StatusCode);
    }

    private static Task<HttpResponseMessage> Get(ServerUnderTest server, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/stats");
        request.Headers.TryAddWithoutValidation(header, value);
        return server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
