using Microsoft.AspNetCore.Routing;
using Weir.Server.Security;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class EveryEndpointTests
{
    // Made by the framework beside the pages; without a word of ours they need an admin of main.
    private static readonly string[] OfFramework = ["_framework/", "/_framework/"];

    [Fact]
    public async Task Every_endpoint_and_page_says_who_may_reach_it()
    {
        await using var server = await ServerUnderTest.Start();
        var silent = server.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !OfFramework.Any(start => endpoint.RoutePattern.RawText!.StartsWith(start, StringComparison.Ordinal)))
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsAttribute>() is null).Select(endpoint => endpoint.DisplayName);
        Assert.Equal("", string.Join('\n', silent));
    }

    [Fact]
    public async Task The_documents_name_every_path_that_needs_no_key()
    {
        await using var server = await ServerUnderTest.Start();
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "security.md"), TestContext.Current.CancellationToken);
        var open = server.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<NeedsAttribute>() is { } needs && (needs.Role <= AccessRole.Check || needs.OrLocal))
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'));
        var families = (string[])["/assets/", "/v4/", "/v5/", "/docs/", "/redoc/", "/v1/appeals/{id}/", "/openapi/", "/tables/{Name}/predict"];
        Assert.Equal("", string.Join('\n', open.Where(path => !text.Contains($"`{path}`", StringComparison.Ordinal) && !text.Contains($" {path}`", StringComparison.Ordinal)
            && !families.Any(family => path.StartsWith(family, StringComparison.Ordinal) && text.Contains($"`{family.TrimEnd('/')}", StringComparison.Ordinal)))));
        foreach (var path in (string[])["/metrics", "/v1/models/current", "/v1/lists/reference", "/docs", "/redoc", "/openapi.json", "/healthz", "/setup"])
            Assert.Equal(200, await Ask(server.Anonymous, "GET", path));
        foreach (var path in (string[])["/v1/lists", "/v1/stats", "/v1/verdicts", "/v1/jobs", "/v1/models", "/v1/feeds", "/v1/export/plain", "/v1/audit", "/v1/keys", "/v1/settings"])
            Assert.Equal(401, await Ask(server.Anonymous, "GET", path));
    }

    [Theory]
    [InlineData("GET", "/healthz", "200 200 200 200 200")]
    [InlineData("GET", "/metrics", "200 403 200 200 200")]
    [InlineData("GET", "/v1/stats", "401 403 200 200 200")]
    [InlineData("GET", "/v1/models", "401 403 200 200 200")]
    [InlineData("GET", "/v1/alerts", "401 403 200 200 200")]
    [InlineData("GET", "/openapi/v1.json", "200 200 200 200 200")]
    [InlineData("POST", "/v1/check", "200 200 200 200 200")]
    [InlineData("POST", "/v1/models/rollback", "401 403 403 403 409")]
    [InlineData("GET", "/v1/check", "405 405 405 405 405")]
    public async Task Each_role_reaches_what_is_its(string method, string path, string expected)
    {
        await using var server = await ServerUnderTest.Start();
        HttpClient[] clients = [server.Anonymous, server.ClientOf("check"), server.ClientOf("viewer"), server.ClientOf("analyst"), server.ClientOf("admin")];
        var statuses = new List<int>();
        foreach (var client in clients) statuses.Add(await Ask(client, method, path));
        Assert.Equal(expected, string.Join(' ', statuses));
    }

    [Theory]
    [InlineData("/v1/models", 403)]
    [InlineData("/metrics", 403)]
    [InlineData("/v1/stats", 200)]
    public async Task What_belongs_to_the_machine_is_not_shown_to_other_tenants(string path, int status)
    {
        await using var server = await ServerUnderTest.Start();
        Assert.Equal(status, await Ask(server.ClientOf("admin", "other"), "GET", path));
    }

    private static async Task<int> Ask(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = new StringContent(path == "/v1/check" ? """{"subject":"http://a.example/"}""" : """{"reason":"x"}""", null, "application/json");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}
