using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Security;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Security;

/// <summary>Goes to every endpoint and page as an admin of another tenant, and looks for what is not his.</summary>
public abstract partial class TenantWalkTests(StoreKind kind)
{
    private const string Mark = "zebra";

    [Fact]
    public async Task Nothing_of_one_tenant_is_shown_to_another_nor_changed_by_it()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        // What main lists holds for everybody and is shown to everybody, so the owner is another.
        using HttpClient own = server.ClientOf("admin", "acme"), other = server.ClientOf("admin", "borg");
        await Fill(server, own);
        var (shown, faults) = (0, new List<string>());
        foreach (var (method, pattern) in Places(server))
        {
            if (method is not "GET")
            {
                if (pattern.Contains('{', StringComparison.Ordinal) && await Send(other, method, pattern) is var (status, _) && status is >= 200 and < 400) faults.Add($"{method} {pattern} is done: {status}");
                continue;
            }

            if ((await Send(own, method, pattern)).Text.Contains(Mark, StringComparison.OrdinalIgnoreCase)) shown++;
            if ((await Send(other, method, pattern)).Text.Contains(Mark, StringComparison.OrdinalIgnoreCase)) faults.Add($"GET {pattern} shows what is not his");
        }

        Assert.Equal("", string.Join('\n', faults));
        Assert.True(shown >= 12, $"only {shown} places show anything to its owner: the test looks at nothing");
        Assert.Null(server.Store.Accounts.Find(1, null)!.DisabledAt);
        Assert.NotNull(server.Store.Lists.Find("acme", 1));
    }

    private static async Task Fill(ServerUnderTest server, HttpClient owner)
    {
        Assert.Null(Accounts.Add(server.Store, "zebra-person", "viewer", "acme", BrowserLike.Password, "test"));
        KeyedClient.Key(server.Store, "viewer", "acme", name: "zebra-key");
        await Post("/v1/lists", """{"kind":"block","value":"zebra.example/x","reason":"a zebra"}""");
        await Post("/v1/check", """{"subject":"http://bad.example/zebra"}""");
        await Post("/v1/jobs?name=zebra.csv", "url\nhttp://zebra.example/\n", "text/csv");
        await Post("/v1/appeals", """{"subject":"http://bad.example/zebra","reason":"it is a zebra, and harmless"}""");

        async Task Post(string path, string body, string type = "application/json")
        {
            using var answer = await owner.PostAsync(path, new StringContent(body, null, type), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
    }

    private static IEnumerable<(string Method, string Pattern)> Places(ServerUnderTest server) =>
        from endpoint in server.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let needs = endpoint.Metadata.GetMetadata<NeedsAttribute>()
        where needs is { MainOnly: false, Role: > AccessRole.Anyone } && endpoint.RoutePattern.RawText != "/events"
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'));

    private static async Task<(int Status, string Text)> Send(HttpClient client, string method, string pattern)
    {
        var path = Placeholder().Replace(pattern, match => match.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "1");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET") request.Content = new StringContent("""{"reason":"mine now","verdict":"benign","decision":"benign","disabled":true}""", null, "application/json");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Placeholder();
}

public sealed class TenantWalkOnSqlite() : TenantWalkTests(StoreKind.Sqlite);

public sealed class TenantWalkOnPostgres() : TenantWalkTests(StoreKind.Postgres);
