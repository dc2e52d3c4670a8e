using System.Net;
using Weir.Server;
using Weir.Server.Security;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class HardeningTests
{
    [Fact]
    public async Task Forwarded_headers_are_believed_of_named_proxies_only()
    {
        await using var open = await ServerUnderTest.Start(change: With(options => options with { Proxies = [IPNetwork.Parse("127.0.0.1/32")], HttpsRedirect = true }));
        Assert.Equal(200, await Ask(open, "/", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.7"), ("X-Api-Key", KeyOf(open))));
        Assert.Equal(308, await Ask(open, "/", ("X-Forwarded-For", "192.0.2.7")));
        await using var closed = await ServerUnderTest.Start(change: With(options => options with { HttpsRedirect = true }));
        Assert.Equal(308, await Ask(closed, "/", ("X-Forwarded-Proto", "https")));
    }

    [Fact]
    public async Task A_client_cannot_pass_for_this_machine_through_a_proxy()
    {
        await using var server = await ServerUnderTest.Start(change: With(options => options with { Proxies = [IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("192.0.2.0/24")] }));
        Assert.Equal(200, await Ask(server, "/metrics"));
        Assert.Equal(401, await Ask(server, "/metrics", ("X-Forwarded-For", "127.0.0.1")));
        Assert.Equal(401, await Ask(server, "/metrics", ("X-Forwarded-For", "127.0.0.1, 192.0.2.9"), ("X-Forwarded-Host", "localhost")));
        Assert.Equal(401, await Ask(server, "/metrics", ("X-Original-For", "127.0.0.1")));
    }

    [Fact]
    public async Task Callers_without_TLS_are_sent_to_it_and_probes_are_not()
    {
        await using var server = await ServerUnderTest.Start(change: With(options => options with { HttpsRedirect = true }));
        using var answer = await server.Anonymous.GetAsync("/lists?kind=block", TestContext.Current.CancellationToken);
        Assert.Equal("https://127.0.0.1/lists?kind=block", answer.Headers.Location!.ToString());
        Assert.Equal(200, await Ask(server, "/healthz"));
    }

    [Fact]
    public async Task With_TLS_the_session_is_bound_to_the_host_and_browsers_keep_to_it()
    {
        await using var server = await ServerUnderTest.Start(change: With(options => options with { Proxies = [IPNetwork.Parse("127.0.0.1/32")], HstsDays = 30 }));
        Assert.Null(Accounts.Add(server.Store, "ben", "viewer", "main", BrowserLike.Password, "test"));
        using var client = KeyedClient.Of(server.Running, null, follow: false);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await client.GetAsync("/login", TestContext.Current.CancellationToken);
        Assert.Equal("max-age=2592000", page.Headers.GetValues("Strict-Transport-Security").Single());
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var form = page.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("weir-form=", StringComparison.Ordinal));
        Assert.Contains("secure", form);
        client.DefaultRequestHeaders.Add("Cookie", form.Split(';')[0]);
        using var login = await client.PostAsync("/login", new FormUrlEncodedContent(
        [
            new("_handler", "login"), new("__RequestVerificationToken", BrowserLike.Hidden(text, "__RequestVerificationToken")), new("name", "ben"), new("password", BrowserLike.Password),
        ]), TestContext.Current.CancellationToken);
        var session = login.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-weir=", StringComparison.Ordinal)).ToLowerInvariant();
        foreach (var part in (string[])["secure", "httponly", "samesite=lax", "path=/"]) Assert.Contains(part, session);
        Assert.DoesNotContain("domain", session);
    }

    [Fact]
    public async Task Pages_of_named_origins_may_ask_with_a_key_and_never_with_the_cookie()
    {
        await using var server = await ServerUnderTest.Start(change: With(options => options with { Origins = ["https://app.example"] }));
        using var allowed = await Preflight(server, "https://app.example");
        Assert.Equal("https://app.example", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        using var refused = await Preflight(server, "https://evil.example");
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        await using var closed = await ServerUnderTest.Start();
        using var silent = await Preflight(closed, "https://app.example");
        Assert.False(silent.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/lists")]
    [InlineData("/v1/lists")]
    [InlineData("/healthz")]
    [InlineData("/nothing")]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string path)
    {
        await using var server = await ServerUnderTest.Start();
        using var answer = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static Func<ServerOptions, ServerOptions> With(Func<SecurityOptions, SecurityOptions> change) => options => options with { Security = change(options.Security) };

    private static string KeyOf(ServerUnderTest server)
    {
        var key = KeyedClient.Key(server.Store, "viewer");
        server.Part<KeyRing>().Refresh();
        return key;
    }

    private static async Task<int> Ask(ServerUnderTest server, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    private static Task<HttpResponseMessage> Preflight(ServerUnderTest server, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/check");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
