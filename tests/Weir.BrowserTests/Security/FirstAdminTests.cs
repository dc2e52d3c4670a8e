using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Weir.Server;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.BrowserTests.Security;

public sealed class FirstAdminTests(WeirInBrowser weir)
{
    [Fact]
    public async Task From_the_printed_link_to_an_account_with_a_second_factor()
    {
        using var directory = new TempDirectory();
        using var store = WeirStore.Open(directory.Path, TimeProvider.System);
        await using var server = await RunningServer.StartAsync(new ServerOptions { DataDirectory = directory.Path, Urls = ["http://127.0.0.1:0"] }, TestContext.Current.CancellationToken);
        await using var visitor = await Visitor.At(weir.Browser, server.Addresses.First().TrimEnd('/'));
        await ChecksWithoutAnAccount(visitor);
        await IsToldWhereTheLinkIs(visitor);
        await MakesTheAccount(visitor, server.SetupLink()!);
        var recovery = await SetsUpTheAuthenticator(visitor);
        await LogsOutAndInAgain(visitor, recovery);
        Assert.Null(server.SetupLink());
    }

    private static async Task ChecksWithoutAnAccount(Visitor visitor)
    {
        await visitor.Page.GotoAsync("/");
        await visitor.Page.FillAsync("#subject", "http://paypal.com.account-check.example/login");
        await visitor.Press("Check");
        await visitor.Reads("account-check[.]example");
    }

    private static async Task IsToldWhereTheLinkIs(Visitor visitor)
    {
        await visitor.Page.GotoAsync("/lists");
        visitor.IsAt("/setup");
        await visitor.Reads("Where the link is");
        await Axe.FindsNothing(visitor.Page);
    }

    private static async Task MakesTheAccount(Visitor visitor, string link)
    {
        await visitor.Page.GotoAsync(link);
        await Axe.FindsNothing(visitor.Page);
        await visitor.Send("Make the account", ("Name", "anna"), ("Password", Visitor.Password), ("The same password again", "something else"));
        await visitor.Reads("The two passwords differ");
        await visitor.Send("Make the account", ("Password", Visitor.Password), ("The same password again", Visitor.Password));
        await visitor.Reads("you are logged in");
        visitor.IsAt("/account");
        await Axe.FindsNothing(visitor.Page);
    }

    private static async Task<string> SetsUpTheAuthenticator(Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Set one up" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("svg.qr path")).ToHaveCountAsync(1);
        await Axe.FindsNothing(visitor.Page);
        Assert.True(Totp.TryBase32((await visitor.Page.Locator("[data-copy]").GetAttributeAsync("data-copy"))!, out var secret));
        await visitor.Send("Switch it on", ("Six digits", Totp.Code(secret, Totp.StepOf(TimeProvider.System.GetUtcNow()))), ("Present password", Visitor.Password));
        await visitor.Reads("Recovery codes");
        await Axe.FindsNothing(visitor.Page);
        Assert.Equal(10, await visitor.Page.Locator(".codes code").CountAsync());
        return await visitor.Page.Locator(".codes code").First.InnerTextAsync();
    }

    private static async Task LogsOutAndInAgain(Visitor visitor, string recovery)
    {
        await visitor.Press("Log out");
        await visitor.Reads("You are logged out");
        await visitor.LogIn("anna");
        await visitor.Reads("Give the code of your authenticator too");
        await visitor.LogIn("anna", code: recovery);
        await visitor.Page.GotoAsync("/account");
        await visitor.Reads("9 recovery codes are left");
    }
}
