using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Xunit;

namespace Weir.BrowserTests.Pages;

/// <summary>A model is put to work and taken back, from the keyboard alone.</summary>
public sealed class ModelFlowTests(WeirInBrowser weir)
{
    private const string Why = "It finds more. " + SomeWorld.Hostile;

    [Fact]
    public Task A_model_is_promoted_and_rolled_back_with_a_reason() => weir.Visit("/models/v2", async page =>
    {
        await Confirm(page, page.Locator("details.confirm", new() { HasText = "answer from now on" }), Why);
        await page.WaitForURLAsync("**/models");
        await Assertions.Expect(page.Locator("#models-now")).ToContainTextAsync("v2");
        Assert.Equal("v2", weir.Store.Models.Champion()!.Version);
        await Assertions.Expect(page.Locator("#models-history")).ToContainTextAsync("It finds more.");
        await Axe.FindsNothing(page);
        await Confirm(page, page.Locator("details.confirm", new() { HasText = "earlier champion" }), "It warns too often.");
        await Assertions.Expect(page.Locator("#models-history")).ToContainTextAsync("It warns too often.");
        Assert.Equal("v1", weir.Store.Models.Champion()!.Version);
        Assert.Superset(new HashSet<string> { "model.promoted", "model.rolled-back" }, weir.Store.Audit.Recent(400).Select(entry => entry.Action).ToHashSet());
    });

    [Fact]
    public Task What_the_gates_refused_is_refused_in_words() => weir.Visit("/models/v3", async page =>
    {
        await Confirm(page, page.Locator("details.confirm", new() { HasText = "answer from now on" }), "all the same");
        await Assertions.Expect(page.Locator("main .notice").First).ToBeVisibleAsync();
        Assert.NotEqual("v3", weir.Store.Models.Champion()!.Version);
    });

    private static async Task Confirm(IPage page, ILocator form, string why)
    {
        await form.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await form.GetByLabel("Why").FocusAsync();
        await page.Keyboard.InsertTextAsync(why);
        await page.Keyboard.PressAsync("Enter");
    }
}
