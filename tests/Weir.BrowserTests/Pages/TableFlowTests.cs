using System.Text;
using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Weir.Tests.Support;
using Xunit;

namespace Weir.BrowserTests.Pages;

/// <summary>From a file to a detector, by somebody with a browser.</summary>
public sealed class TableFlowTests(WeirInBrowser weir)
{
    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public Task A_file_becomes_a_table_a_model_and_verdicts() => weir.Visit("/tables", async (page, watch) =>
    {
        await LooksFirst(page);
        await Loads(page);
        await Trains(page);
        await JudgesAFile(page);
        await JudgesARow(page);
        await ComparesAFile(page);
        // The page may hear that its table is gone, and ask for it, before it has left.
        watch.Expect("404");
        await Forgets(page);
    });

    private static async Task LooksFirst(IPage page)
    {
        await page.SetInputFilesAsync("input[type=file]", File("story.csv", SentTables.Board(1000, seed: 31)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Look first" }).ClickAsync();
        await Reads(page, "1,000 rows would be loaded into 'story'");
        await Reads(page, "The target is 'status', by its name");
        await Assertions.Expect(page.Locator("table").Last).ToContainTextAsync("category");
        await Axe.FindsNothing(page);
    }

    private static async Task Loads(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Load it" }).ClickAsync();
        await Reads(page, "1,000 rows loaded into 'story'");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the table" }).ClickAsync();
        await page.WaitForURLAsync("**/tables/story");
        await Reads(page, "Best accuracy possible");
        await page.GetByRole(AriaRole.Link, new() { Name = "Schema" }).ClickAsync();
        await Assertions.Expect(page.Locator("textarea")).ToContainTextAsync("column: status");
    }

    private async Task Trains(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Train", Exact = true }).ClickAsync();
        await page.GetByLabel("How long to look").SelectOptionAsync("30s");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train", Exact = true }).ClickAsync();
        await page.EvaluateAsync("window.isSamePage = true");
        await Assertions.Expect(page.Locator("#training")).ToContainTextAsync("is the champion", Patiently);
        Assert.True(await page.EvaluateAsync<bool>("window.isSamePage === true"));
        await Axe.FindsNothing(page);
        await weir.Picture(page, "/tables/story/train", Screen.Light);
        await page.GetByRole(AriaRole.Link, new() { Name = "all that was tried" }).ClickAsync();
        await Reads(page, "The winner is");
        await Axe.FindsNothing(page);
    }

    private static async Task JudgesAFile(IPage page)
    {
        await page.GotoAsync("/tables/story/predict");
        await page.SetInputFilesAsync("input[type=file]", File("new.csv", SentTables.Board(40, seed: 32)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Judge", Exact = true }).ClickAsync();
        await Reads(page, "Judged by table-story-");
        await Assertions.Expect(page.Locator("tr[data-tone=phishing]").First).ToBeVisibleAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV", Exact = true }).ClickAsync());
        Assert.Equal("new-predicted.csv", file.SuggestedFilename);
        Assert.Equal(41, (await System.IO.File.ReadAllLinesAsync((await file.PathAsync())!, TestContext.Current.CancellationToken)).Length);
    }

    private async Task JudgesARow(IPage page)
    {
        await page.GotoAsync("/tables/story/predict");
        await page.GetByRole(AriaRole.Link, new() { Name = "Fill in a held phishing row" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Judge the row" }).ClickAsync();
        await Reads(page, "likely phishing");
        await Axe.FindsNothing(page);
        await weir.Picture(page, "/tables/story/predict-row", Screen.Light);
    }

    private async Task ComparesAFile(IPage page)
    {
        await page.GotoAsync("/tables/story/drift");
        await page.SetInputFilesAsync("input[type=file]", File("later.csv", "x,y,level,tld,same,status\n" + string.Concat(Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"0.9,0.{i % 10},1,org,7,{(i % 4 == 0 ? "good" : "bad")}\n")))));
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare the file" }).ClickAsync();
        await Reads(page, "have shifted in 200 new rows");
        await Reads(page, "Now the 200 rows of later.csv");
        await Axe.FindsNothing(page);
        await weir.Picture(page, "/tables/story/drift-file", Screen.Light);
    }

    private async Task Forgets(IPage page)
    {
        await page.GotoAsync("/tables/story");
        await page.Locator("summary", new() { HasText = "Forget it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget story" }).ClickAsync();
        await page.WaitForURLAsync("**/tables");
        Assert.Null(weir.Store.Tables.Find("story"));
    }

    private static Task Reads(IPage page, string text) => Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) };
}
