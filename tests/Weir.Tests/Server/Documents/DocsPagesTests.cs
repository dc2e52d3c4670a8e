using System.Net;
using Weir.Server.Assets;
using Weir.Server.Documents;
using Xunit;

namespace Weir.Tests.Server.Documents;

public sealed class DocsPagesTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/docs")]
    [InlineData("/redoc")]
    public async Task A_viewer_loads_nothing_but_our_own_files_and_runs_no_inline_script(string path)
    {
        await using var server = await ServerUnderTest.Start();
        using var answer = await server.Anonymous.GetAsync(path, Ct);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("swagger-ui.js")]
    [InlineData("redoc.js")]
    public async Task The_viewers_are_part_of_this_build_and_ask_nobody_for_a_logo(string name)
    {
        Assert.SkipUnless(AssetSet.Find(name) is not null, "npm could not fetch it for this build.");
        await using var server = await ServerUnderTest.Start();
        var text = await server.Anonymous.GetStringAsync(AssetSet.Address(name), Ct);
        Assert.DoesNotContain("cdn.redoc.ly", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_without_npm_says_so_and_names_the_document()
    {
        var page = DocsPages.Page("/docs", "Swagger UI", null, AssetSet.Find("docs-swagger.js")!, [AssetSet.Find("docs.css")!]);
        Assert.Contains("npm could not fetch it", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/openapi/v1.json\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }
}
