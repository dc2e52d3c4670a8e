using Weir.Server.Security;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Security;

public abstract partial class AccountPageTests(StoreKind kind)
{
    private const string Password = BrowserLike.Password;

    [Fact]
    public async Task An_authenticator_is_asked_for_its_code_and_each_code_is_good_once()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.Start(time: time, kind: kind);
        using var browser = await BrowserLike.Of(server, "analyst");
        var account = server.Store.Accounts.Page("main", null, 1)[0];
        var page = await browser.Open("/account/authenticator");
        var secret = Secret().Match(page).Groups[1].Value;
        Totp.TryBase32(secret, out var bytes);
        string Code() => Totp.Code(bytes, Totp.StepOf(time.GetUtcNow()));
        var sealedSecret = BrowserLike.Hidden(page, "sealed");
        Assert.Contains("does not fit", await browser.SendShown(page, "/account/authenticator", "authenticator", ("sealed", sealedSecret), ("code", "000000"), ("present", Password)));
        var codes = Recovery().Matches(await browser.SendShown(page, "/account/authenticator", "authenticator", ("sealed", sealedSecret), ("code", Code()), ("present", Password)));
        Assert.Equal(10, codes.Count);
        Assert.DoesNotContain(secret, server.Store.Accounts.Find(account.Id, null)!.TotpSecret);

        using var other = new BrowserLike(server);
        Assert.Contains("Give the code", await other.Send("/login", "login", ("name", account.Name), ("password", Password), ("code", "")));
        Assert.Contains("is wrong", await other.Send("/login", "login", ("name", account.Name), ("password", Password), ("code", Code())));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("is wrong", await other.Send("/login", "login", ("name", account.Name), ("password", Password), ("code", Code())));
        Assert.Equal(2, server.Store.Sessions.Of(account.Id, default).Count);

        using var third = new BrowserLike(server);
        var recovery = codes[0].Groups[1].Value.ToLowerInvariant();
        Assert.DoesNotContain("is wrong", await third.Send("/login", "login", ("name", account.Name), ("password", Password), ("code", recovery)));
        using var fourth = new BrowserLike(server);
        Assert.Contains("is wrong", await fourth.Send("/login", "login", ("name", account.Name), ("password", Password), ("code", recovery)));
    }

    [Fact]
    public async Task Another_password_ends_the_other_sessions()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var browser = await BrowserLike.Of(server, "viewer");
        var account = server.Store.Accounts.Page("main", null, 1)[0];
        using var other = new BrowserLike(server);
        await other.Send("/login", "login", ("name", account.Name), ("password", Password));
        Assert.Contains("present password is wrong", await browser.Send("/account", "password", ("present", "no"), ("password", "another long password"), ("again", "another long password")));
        Assert.Contains("password is changed", await browser.Send("/account", "password", ("present", Password), ("password", "another long password"), ("again", "another long password")));
        await other.Open("/account");
        Assert.StartsWith("/login", other.At, StringComparison.Ordinal);
        await browser.Open("/account");
        Assert.Equal("/account", browser.At);
    }

    [Fact]
    public async Task A_person_ends_his_sessions_elsewhere_but_not_those_of_others()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var mine = await BrowserLike.Of(server, "viewer");
        using var others = await BrowserLike.Of(server, "admin");
        Assert.Single(server.Store.Sessions.Of(2, default));
        var page = await mine.Open("/account");
        Assert.DoesNotContain("end-2", page);
        Assert.False(server.Store.Sessions.End(2, 1, "test"));
        await others.Open("/account");
        Assert.Equal("/account", others.At);
    }

    [System.Text.RegularExpressions.GeneratedRegex("data-copy=\"([A-Z2-7]{32})\"")]
    private static partial System.Text.RegularExpressions.Regex Secret();

    [System.Text.RegularExpressions.GeneratedRegex("<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>")]
    private static partial System.Text.RegularExpressions.Regex Recovery();
}

public sealed class AccountPageOnSqlite() : AccountPageTests(StoreKind.Sqlite);

public sealed class AccountPageOnPostgres() : AccountPageTests(StoreKind.Postgres);
