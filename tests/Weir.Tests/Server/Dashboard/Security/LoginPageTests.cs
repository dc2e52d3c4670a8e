using System.Net;
using Weir.Server.Security;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Security;

public abstract class LoginPageTests(StoreKind kind)
{
    private const string Password = BrowserLike.Password;

    [Fact]
    public async Task The_first_admin_is_made_by_the_printed_link_once()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var browser = new BrowserLike(server);
        Assert.Contains("Where the link is", await browser.Open("/lists"));
        Assert.Equal("/setup", browser.At);
        var link = Accounts.SetupPath(server.Store)!;
        Assert.Contains("differ", await browser.Send(link, "setup", ("name", "Anna"), ("password", Password), ("again", "another one")));
        Assert.Contains("12 to 256", await browser.Send(link, "setup", ("name", "Anna"), ("password", "short"), ("again", "short")));
        Assert.Contains("you are logged in", await browser.Send(link, "setup", ("name", "Anna"), ("password", Password), ("again", Password)));
        Assert.Equal("/account?done=first", browser.At);
        Assert.Contains("Add entries", await browser.Open("/lists"));
        using var other = new BrowserLike(server);
        Assert.Contains("The first admin is there", await other.Open(link));
        Assert.Null(Accounts.SetupPath(server.Store));
    }

    [Fact]
    public async Task A_newer_link_takes_the_place_of_an_older_one()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var browser = new BrowserLike(server);
        var old = Accounts.SetupPath(server.Store)!;
        Accounts.SetupPath(server.Store);
        Assert.Contains("not good any more", await browser.Open(old));
        foreach (var (path, status) in ((string, int)[])[(old, 403), ("/setup?token=bad", 403), ("/setup", 200)])
            Assert.Equal(status, (int)(await browser.Client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Logging_in_leads_to_the_page_that_was_wanted_and_nowhere_else()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        Assert.Null(Accounts.Add(server.Store, "ben", "viewer", "main", Password, "test"));
        using var browser = new BrowserLike(server);
        await browser.Open("/lists?kind=block");
        Assert.Equal("/login?next=%2Flists%3Fkind%3Dblock", browser.At);
        await browser.Send("/login?next=%2Flists%3Fkind%3Dblock", "login", ("name", "BEN"), ("password", Password));
        Assert.Equal("/lists?kind=block", browser.At);
        using var lured = new BrowserLike(server);
        await lured.Send("/login?next=https%3A%2F%2Fevil.example%2F", "login", ("name", "ben"), ("password", Password));
        Assert.DoesNotContain("evil", lured.At);
    }

    [Fact]
    public async Task Redirects_name_a_path_and_never_the_host_that_somebody_wrote()
    {
        await using var server = await ServerUnderTest.Start();
        foreach (var path in (string[])["/lists", "/login", "/account"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Host", "evil.example" }, { "Accept", "text/html" } } };
            using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((302, false), ((int)answer.StatusCode, answer.Headers.Location!.IsAbsoluteUri));
        }
    }

    [Fact]
    public async Task A_session_is_a_cookie_that_scripts_cannot_read_and_that_logging_out_ends()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var browser = await BrowserLike.Of(server, "viewer");
        var cookie = browser.Cookies.Single(one => one.Name == "weir");
        Assert.True(cookie.HttpOnly);
        Assert.Contains("Log out", await browser.Open("/lists"));
        var kept = cookie.Value;
        await browser.Client.PostAsync("/logout", null, TestContext.Current.CancellationToken);
        using var thief = new BrowserLike(server);
        thief.Client.DefaultRequestHeaders.Add("Cookie", "weir=" + kept);
        await thief.Open("/lists");
        Assert.StartsWith("/login", thief.At, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_tries_are_delayed_also_with_the_right_password()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.Start(time: time, kind: kind);
        Assert.Null(Accounts.Add(server.Store, "ben", "viewer", "main", Password, "test"));
        using var browser = new BrowserLike(server);
        for (var i = 0; i < 5; i++) Assert.Contains("is wrong", await browser.Send("/login", "login", ("name", "ben"), ("password", "not this one")));
        time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Contains("Too many tries", await browser.Send("/login", "login", ("name", "ben"), ("password", Password)));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.DoesNotContain("Too many tries", await browser.Send("/login", "login", ("name", "ben"), ("password", Password)));
        Assert.Contains(server.Store.Audit.Recent(100), entry => entry.Action == "account.delay");
    }

    [Fact]
    public async Task What_strangers_type_is_shown_harmlessly()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        Assert.Null(Accounts.Add(server.Store, "ben", "viewer", "main", Password, "test"));
        using var browser = new BrowserLike(server);
        var page = await browser.Send("/login", "login", ("name", "\"><script>alert(1)</script>"), ("password", new string('x', 100_000)));
        Assert.Contains("is wrong", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("is wrong", await browser.Send("/login", "login", ("name", new string('n', 100_000)), ("password", "x")));
    }

    [Fact]
    public async Task A_role_that_is_too_small_is_told_so()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var browser = await BrowserLike.Of(server, "viewer", "other");
        Assert.Contains("not for your role", await browser.Open("/alerts"));
    }

    [Fact]
    public async Task Forms_without_their_token_and_from_other_sites_are_refused()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var browser = await BrowserLike.Of(server, "admin");
        var ct = TestContext.Current.CancellationToken;
        var bare = await browser.Client.PostAsync("/account", new FormUrlEncodedContent([new("_handler", "end-others")]), ct);
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        browser.Client.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        browser.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        var foreign = await browser.Client.PostAsync("/v1/keys", new StringContent("{\"name\":\"x\"}", null, "application/json"), ct);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }
}

public sealed class LoginPageOnSqlite() : LoginPageTests(StoreKind.Sqlite);

public sealed class LoginPageOnPostgres() : LoginPageTests(StoreKind.Postgres);
