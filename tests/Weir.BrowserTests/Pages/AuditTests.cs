using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Weir.Server.Security;
using Xunit;

namespace Weir.BrowserTests.Pages;

public sealed class AuditTests(WeirInBrowser weir)
{
    [Fact]
    public Task The_chain_is_verified_at_a_press() => weir.Visit("/audit", async page =>
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("entries, an unbroken chain.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("unbroken", new() { Exact = true })).ToBeVisibleAsync();
    });

    [Fact]
    public Task Entries_are_searched_and_paged() => weir.Visit("/audit?action=setting", async page =>
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Assertions.Expect(page.GetByText("name2", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByLabel("To what").FillAsync("name59");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.GetByText("name59", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(1, await page.Locator("tbody tr").CountAsync());
    });

    [Fact]
    public Task Hostile_text_of_strangers_is_shown_harmlessly() => weir.Visit("/audit?action=list", async page =>
    {
        Assert.Contains("<script>alert(1)</script>", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("hxxps://bad[.]example", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main table script, main table img, main table a").CountAsync());
    });

    [Fact]
    public Task A_viewer_is_not_led_there() => weir.Visit("/alerts", async page => Assert.Equal(0, await page.Locator("nav a[href='/audit']").CountAsync()), AccessRole.Viewer);
}
