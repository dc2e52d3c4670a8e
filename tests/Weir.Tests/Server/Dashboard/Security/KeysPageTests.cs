using System.Text.RegularExpressions;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Security;

public sealed partial class KeysPageTests
{
    [Fact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var server = await ServerUnderTest.Start();
        using var browser = await BrowserLike.Of(server, "admin");
        var page = await browser.Send("/keys", "make", ("name", "gateway"), ("role", "viewer"), ("expires", "30d"), ("requests", "5"), ("subjects", ""));
        var token = Token().Match(page).Groups[1].Value;
        using var client = server.ClientWith(token);
        Assert.True((await client.GetAsync("/v1/lists", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        Assert.DoesNotContain(token, await browser.Open("/keys"));
        var key = server.Store.Keys.Page("main", null, 10).Single(one => one.Name == "gateway");
        Assert.Equal((5.0, null), (key.RequestsASecond, key.SubjectsADay));
        Assert.Contains("is revoked", await browser.Send("/keys", $"revoke-{key.Id}"));
        Assert.False((await client.GetAsync("/v1/lists", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "viewer", "", "")]
    [InlineData("fine", "god", "", "")]
    [InlineData("fine", "viewer", "yesterday", "")]
    [InlineData("fine", "viewer", "", "-1")]
    public async Task What_cannot_be_made_is_told_and_shown_harmlessly(string name, string role, string expires, string subjects)
    {
        await using var server = await ServerUnderTest.Start();
        using var browser = await BrowserLike.Of(server, "admin");
        var page = await browser.Send("/keys", "make", ("name", name), ("role", role), ("expires", expires), ("subjects", subjects));
        Assert.Contains("role=\"alert\"", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain(server.Store.Keys.Page("main", null, 10), key => key.Name == name);
    }

    [Fact]
    public async Task An_admin_of_another_tenant_makes_keys_of_his_own_only()
    {
        await using var server = await ServerUnderTest.Start();
        using var browser = await BrowserLike.Of(server, "admin", "acme");
        Assert.DoesNotContain("test-", await browser.Open("/keys"));
        Assert.Contains("own tenant only", await browser.Send("/keys", "make", ("name", "mine"), ("role", "admin"), ("tenant", "main")));
        await browser.Send("/keys", "make", ("name", "mine"), ("role", "admin"));
        Assert.Equal("acme", Assert.Single(server.Store.Keys.Page("acme", null, 10)).Tenant);
        await browser.Send("/accounts", "add", ("name", "dora"), ("role", "admin"), ("tenant", "main"), ("password", BrowserLike.Password));
        Assert.Equal("acme", server.Store.Accounts.Find("dora")!.Tenant);
    }

    [Fact]
    public async Task An_admin_changes_the_accounts_of_others_and_not_himself()
    {
        await using var server = await ServerUnderTest.Start();
        using var browser = await BrowserLike.Of(server, "admin");
        Assert.Contains("account is made", await browser.Send("/accounts", "add", ("name", "Dora"), ("role", "viewer"), ("password", BrowserLike.Password)));
        Assert.Contains("account is changed", await browser.Send("/accounts/2", "role", ("role", "admin")));
        Assert.Contains("Your own role", await browser.Send("/accounts/1", "role", ("role", "viewer")));
        Assert.Contains("account is changed", await browser.Send("/accounts/2", "disable"));
        Assert.NotNull(server.Store.Accounts.Find("dora")!.DisabledAt);
        Assert.Contains("No such account", await browser.Open("/accounts/77"));
    }

    [Fact]
    public async Task Tenants_are_made_bounded_and_disabled()
    {
        await using var server = await ServerUnderTest.Start();
        using var browser = await BrowserLike.Of(server, "admin");
        Assert.Contains("tenant is made", await browser.Send("/tenants", "add", ("name", "acme"), ("quota", "1000")));
        await browser.Send("/tenants", "quota-acme", ("quota", ""));
        Assert.Null(server.Store.Tenants.Find("acme")!.SubjectsADay);
        Assert.Contains("whole number", await browser.Send("/tenants", "quota-acme", ("quota", "many")));
        await browser.Send("/tenants", "disable-acme");
        Assert.NotNull(server.Store.Tenants.Find("acme")!.DisabledAt);
    }

    [GeneratedRegex("id=\"token\">(weir_[A-Za-z0-9_-]{43})<")]
    private static partial Regex Token();
}
