using System.Text;
using Microsoft.Playwright;
using Weir.BrowserTests.Security;
using Weir.BrowserTests.Support;
using Weir.Server.Security;
using Xunit;

namespace Weir.BrowserTests.Jobs;

/// <summary>A file from somebody who means harm, from the upload to the result.</summary>
public sealed class JobsFlowTests(WeirInBrowser weir)
{
    private const string Name = "<img src=x onerror=alert(1)>\u202Evsc.csv";

    private const string Text =
        "note;link\n"
        + "\"<script>alert(1)</script>\";http://paypal.com.account-check.example/login\n"
        + "=cmd|'/C calc'!A0;\"http://bad.example/<script>alert(2)</script>\"\n"
        + "\u202Egnp.exe;http://good.example/\n"
        + "odd;\"\"\n";

    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 20_000 };

    [Fact]
    public async Task A_hostile_file_is_looked_at_judged_watched_and_fetched_without_harm()
    {
        Assert.Null(Accounts.Add(weir.Store, "job-analyst", "analyst", "main", Visitor.Password, "test"));
        await using var visitor = await Visitor.At(weir.Browser, weir.Origin);
        await visitor.LogIn("job-analyst");
        await Uploads(visitor);
        await ChoosesHowItIsRead(visitor);
        await StartsAndWatches(visitor);
        await LooksAtTheRows(visitor);
        await FetchesTheResult(visitor);
        await DeletesIt(visitor);
    }

    [Fact]
    public async Task The_list_of_jobs_follows_what_others_do()
    {
        Assert.Null(Accounts.Add(weir.Store, "job-watcher", "analyst", "main", Visitor.Password, "test"));
        await using var visitor = await Visitor.At(weir.Browser, weir.Origin);
        await visitor.LogIn("job-watcher");
        await visitor.Page.GotoAsync("/jobs");
        await visitor.Page.EvaluateAsync("window.isSamePage = true");
        var theirs = visitor.Page.Locator("tr", new() { HasText = "of-another.csv" });
        var id = weir.Store.Jobs.Begin("main", "somebody else", "of-another.csv", "", "elsewhere");
        await Assertions.Expect(theirs.First).ToContainTextAsync("uploading");
        weir.Store.Jobs.Forget(id);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.isSamePage === true"));
    }

    private static async Task Uploads(Visitor visitor)
    {
        await visitor.Page.GotoAsync("/jobs");
        await visitor.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = Name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Text) });
        await visitor.Press("Upload");
        await visitor.Reads("How the file is read");
        Assert.DoesNotContain('\u202E', await visitor.Page.InnerTextAsync("body"));
        await ShowsTextOnly(visitor);
    }

    private static async Task ChoosesHowItIsRead(Visitor visitor)
    {
        var page = visitor.Page;
        await Assertions.Expect(page.Locator("[name='Form.Column']")).ToHaveValueAsync("2");
        await Assertions.Expect(page.Locator("[name='Form.Delimiter']")).ToHaveValueAsync("semicolon");
        await page.Locator("[name='Form.Header']").SelectOptionAsync("false");
        await visitor.Press("Look again");
        await Assertions.Expect(page.Locator("thead th").First).ToHaveTextAsync("column1");
        await page.Locator("[name='Form.Header']").SelectOptionAsync("true");
        await visitor.Press("Look again");
        await Assertions.Expect(page.Locator("thead th").First).ToHaveTextAsync("note");
        await Axe.FindsNothing(page);
    }

    private static async Task StartsAndWatches(Visitor visitor)
    {
        await visitor.Press("Start");
        await Assertions.Expect(visitor.Page.Locator("#state")).ToContainTextAsync("done", Patiently);
        await Assertions.Expect(visitor.Page.Locator("#summary")).ToContainTextAsync("Rows by decision", Patiently);
        await Assertions.Expect(visitor.Page.Locator("#state")).ToContainTextAsync("4 rows", Patiently);
        await Axe.FindsNothing(visitor.Page);
    }

    private static async Task LooksAtTheRows(Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "See the rows" }).ClickAsync();
        await visitor.Reads("<script>alert(1)</script>");
        await visitor.Reads("account-check[.]example");
        Assert.DoesNotContain('\u202E', await visitor.Page.InnerTextAsync("body"));
        await ShowsTextOnly(visitor);
        await Axe.FindsNothing(visitor.Page);
        await visitor.Page.GoBackAsync();
    }

    private static async Task FetchesTheResult(Visitor visitor)
    {
        var page = visitor.Page;
        var job = page.Url;
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Result as CSV" }).ClickAsync());
        Assert.EndsWith("-verdicts.csv", file.SuggestedFilename, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync((await file.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal("note;link;decision;score;category;brand;model;error", lines[0]);
        Assert.StartsWith("'=cmd|'/C calc'!A0;", lines[2], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        await page.GetByRole(AriaRole.Link, new() { Name = "Result as an HTML table" }).ClickAsync();
        await visitor.Reads("=cmd|'/C calc'!A0");
        await ShowsTextOnly(visitor);
        await page.GotoAsync(job);
    }

    private static async Task DeletesIt(Visitor visitor)
    {
        await visitor.Page.Locator("summary", new() { HasText = "Delete" }).ClickAsync();
        await visitor.Press("Delete it");
        await visitor.Reads("New job");
        visitor.IsAt("/jobs");
    }

    // What came with the file is text: no element of it, and nothing to click that leads away.
    private static async Task ShowsTextOnly(Visitor visitor)
    {
        Assert.Equal(0, await visitor.Page.Locator("main script, main img, main a[href^=http]").CountAsync());
        Assert.DoesNotContain("<script>alert", await visitor.Page.Locator("main").EvaluateAsync<string>("main => main.innerHTML"), StringComparison.Ordinal);
    }
}
