using Microsoft.Playwright;
using Weir.BrowserTests.Security;
using Weir.BrowserTests.Support;
using Weir.Detection.Lists;
using Weir.Server.Security;
using Xunit;

namespace Weir.BrowserTests.Appeals;

/// <summary>An objection from the verdict to its settlement, by two people who never meet.</summary>
public sealed class AppealFlowTests(WeirInBrowser weir)
{
    private const string Subject = "http://wrongly-blocked.example/shop?q=<script>alert(1)</script>";

    [Fact]
    public async Task Somebody_objects_an_analyst_settles_and_the_check_is_benign()
    {
        Assert.Null(Accounts.Add(weir.Store, "appeal-analyst", "analyst", "main", Visitor.Password, "test"));
        weir.Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "wrongly-blocked.example", "a feed said so", null), "test");
        await using var stranger = await Visitor.At(weir.Browser, weir.Origin);
        await using var analyst = await Visitor.At(weir.Browser, weir.Origin);
        await Checks(stranger, "block");
        var page = await Objects(stranger);
        await Settles(analyst);
        await Checks(stranger, "allow");
        await stranger.Page.GotoAsync(page);
        await stranger.Reads("overturned");
        await stranger.Reads("It is the shop of a customer");
        await LeadsNowhere(stranger);
    }

    // The list counts from the next answers on: what answers now is asked until it has been taken over.
    private static async Task Checks(Visitor visitor, string list)
    {
        var told = visitor.Page.Locator("article dd", new() { HasText = list });
        for (var i = 0; i < 100; i++)
        {
            await visitor.Page.GotoAsync("/");
            await visitor.Page.FillAsync("#subject", Subject);
            await visitor.Press("Check");
            await visitor.Reads("Object to this verdict");
            if (await told.CountAsync() > 0) break;
        }

        await Assertions.Expect(told.First).ToBeVisibleAsync();
    }

    private static async Task<string> Objects(Visitor stranger)
    {
        await stranger.Page.GetByRole(AriaRole.Link, new() { Name = "Object to this verdict" }).ClickAsync();
        stranger.IsAt("/appeals/new");
        Assert.Equal(Subject, await stranger.Page.InputValueAsync("#subject"));
        await Axe.FindsNothing(stranger.Page);
        await stranger.Page.FillAsync("#reason", SomeWorld.Hostile);
        await stranger.Page.FillAsync("#contact", "owner@wrongly-blocked.example");
        await stranger.Press("Object");
        await stranger.Reads("It is filed");
        await stranger.Reads("wrongly-blocked[.]example");
        Assert.DoesNotContain("owner@", await stranger.Page.ContentAsync(), StringComparison.Ordinal);
        await LeadsNowhere(stranger);
        await Axe.FindsNothing(stranger.Page);
        return new Uri(stranger.Page.Url).AbsolutePath;
    }

    private static async Task LeadsNowhere(Visitor visitor) =>
        Assert.Equal(0, await visitor.Page.Locator("a[href^=http], a[href^='//'], main img, main script").CountAsync());

    private async Task Settles(Visitor analyst)
    {
        await analyst.LogIn("appeal-analyst");
        await analyst.Page.GotoAsync("/appeals?subject=wrongly-blocked");
        await analyst.Page.Locator("tbody tr", new() { HasText = "wrongly-blocked" }).Locator("th a").ClickAsync();
        await analyst.Reads("owner@wrongly-blocked.example");
        await analyst.Reads(SomeWorld.Hostile[..25]);
        await Axe.FindsNothing(analyst.Page);
        await analyst.Page.GetByLabel("was wrong").CheckAsync();
        await analyst.Page.FillAsync("#reason", "It is the shop of a customer.");
        await analyst.Page.SelectOptionAsync("#scope", "host");
        await analyst.Press("Settle");
        await analyst.Reads("The case is settled");
        await analyst.Page.GotoAsync("/lists?value=wrongly-blocked");
        var row = analyst.Page.Locator("tbody tr", new() { HasText = "wrongly-blocked" });
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync("allow");
        Assert.Contains(weir.Store.Gold.All(), gold => gold.Subject == Subject && !gold.IsPhishing);
    }
}
