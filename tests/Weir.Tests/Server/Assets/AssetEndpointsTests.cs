using System.Net;
using Weir.Server.Assets;
using Xunit;

namespace Weir.Tests.Server.Assets;

public sealed class AssetEndpointsTests
{
    [Theory]
    [InlineData("weir.css", "text/css")]
    [InlineData("weir.js", "text/javascript")]
    [InlineData("theme.js", "text/javascript")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task A_file_with_its_hash_in_the_address_may_be_kept_for_good(string name, string type)
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Client.GetAsync(AssetSet.Address(name), TestContext.Current.CancellationToken);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(AssetSet.Find(name)!.Bytes, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_without_its_hash_is_asked_for_anew_and_not_sent_twice()
    {
        await using var server = await ServerUnderTest.Start();
        var first = await server.Client.GetAsync("/assets/weir.css", TestContext.Current.CancellationToken);
        Assert.True(first.Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/weir.css") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await server.Client.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task No_other_file_is_to_be_had()
    {
        await using var server = await ServerUnderTest.Start();
        foreach (var name in (string[])["appsettings.json", "..%2Fweir.json", "Weir.Server.dll"])
            Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/assets/" + name, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public void The_look_asks_nobody_else()
    {
        foreach (var name in (string[])["weir.css", "weir.js", "theme.js"])
            Assert.DoesNotContain("://", System.Text.Encoding.UTF8.GetString(AssetSet.Find(name)!.Bytes));
    }
}
