using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Xunit;

namespace Weir.BrowserTests.Pages;

/// <summary>What pages gain by scripts: charts, figures that follow, a theme that stays.</summary>
public sealed class LiveTests(WeirInBrowser weir)
{
    [Fact]
    public Task The_overview_counts_a_new_verdict_by_itself() => weir.Visit("/overview", async page =>
    {
        var before = await page.InnerTextAsync("#tiles .tile strong");
        await using var other = await page.Context.Browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = weir.Origin });
        var asking = await other.NewPageAsync();
        await asking.GotoAsync("/");
        await asking.FillAsync("#subject", "http://new.example/");
        await asking.Locator("form.ask button").ClickAsync();
        await Assertions.Expect(asking.Locator("#decision")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#tiles .tile strong").First).Not.ToHaveTextAsync(before, new() { Timeout = 20_000 });
    });

    [Fact]
    public Task Every_chart_is_drawn_and_has_its_numbers() => weir.Visit("/overview?range=30d", async page =>
    {
        var figures = await page.Locator("figure[data-chart]:has(table)").CountAsync();
        Assert.Equal(8, figures);
        Assert.Equal(figures, await page.Locator("figure[data-chart] canvas[role=img][aria-label]").CountAsync());
        await page.Locator("#decisions summary").ClickAsync();
        await Assertions.Expect(page.Locator("#decisions table")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_chosen_theme_stays() => weir.Visit("/overview", async page =>
    {
        var light = await Ground();
        await page.Locator("[data-theme-switch]").ClickAsync();
        await page.Locator("[data-theme-switch]").ClickAsync();
        await page.GotoAsync("/models");
        Assert.Equal("dark", await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        Assert.NotEqual(light, await Ground());
        Task<string> Ground() => page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");
    });
}
