using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Weir.Server.Assets;
using Xunit;

namespace Weir.BrowserTests;

/// <summary>The API document in its two viewers, with everything from this server.</summary>
public sealed class DocumentsTests(WeirInBrowser weir)
{
    private const string Unbuilt = "npm could not fetch the viewers for this build.";

    private static bool IsBuilt => AssetSet.Find("swagger-ui.js") is not null && AssetSet.Find("redoc.js") is not null;

    [Fact]
    public Task Swagger_UI_shows_the_operations_and_sends_a_check()
    {
        Assert.SkipUnless(IsBuilt, Unbuilt);
        return weir.Visit("/docs", async page =>
        {
            var check = page.Locator("#operations-Checks-check");
            await check.WaitForAsync();
            await weir.Picture(page, "/docs", Screen.Light);
            // Of so many operations only those in view are in the page.
            var filter = page.GetByPlaceholder("Filter by tag");
            await filter.FillAsync("Tenants");
            await page.Locator("[id^='operations-Tenants-']").First.WaitForAsync();
            await filter.FillAsync("");
            await check.Locator(".opblock-summary-control").ClickAsync();
            var body = check.Locator("textarea.body-param__text");
            await body.WaitForAsync();
            await body.FillAsync("""{"subject":"http://paypal.com.account-check.example/login","explain":"top"}""");
            await check.Locator("button.execute").ClickAsync();
            var answer = check.Locator(".live-responses-table .response").First;
            await answer.WaitForAsync();
            Assert.Equal("200", (await answer.Locator(".response-col_status").InnerTextAsync()).Trim().Split('\n')[0].Trim());
            Assert.Contains("account-check.example", await answer.Locator(".response-col_description").InnerTextAsync(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public Task ReDoc_shows_the_operations_and_finds_one()
    {
        Assert.SkipUnless(IsBuilt, Unbuilt);
        return weir.Visit("/redoc", async page =>
        {
            await page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Judges one subject or many, and says why." }).WaitForAsync();
            Assert.Contains("/v5/hashes:search", await page.Locator("[id='tag/Safe-Browsing/operation/hashesSearch']").InnerTextAsync(), StringComparison.Ordinal);
            await weir.Picture(page, "/redoc", Screen.Light);
            await page.GetByPlaceholder("Search...").FillAsync("rollback");
            await page.Locator("[data-role='search:results'] li").First.WaitForAsync();
        });
    }
}
