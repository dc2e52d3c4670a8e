using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Xunit;

namespace Weir.BrowserTests.Pages;

/// <summary>What holds for every page.</summary>
public sealed class PagesTests(WeirInBrowser weir)
{
    private const string Focusable = "main a[href], main button, main input:not([type=hidden]), main select, main textarea, main summary, main [tabindex='0']";

    [Fact]
    public void Every_page_of_one_thing_has_an_example() => Assert.Equal("", string.Join('\n', PageCatalog.Unknown));

    [Theory]
    [MemberData(nameof(PageCatalog.All), MemberType = typeof(PageCatalog))]
    public Task Nobody_is_kept_out_by_a_fault_in_the_markup_by_day_or_night(string path) => weir.Visit(path, async page =>
    {
        await Axe.FindsNothing(page);
        await weir.Picture(page, path, Screen.Light);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Axe.FindsNoFaintText(page);
        await weir.Picture(page, path, Screen.Dark);
    });

    [Theory]
    [MemberData(nameof(PageCatalog.All), MemberType = typeof(PageCatalog))]
    public Task A_phone_shows_it_under_one_heading_without_scrolling_sideways(string path) => weir.Visit(path, async page =>
    {
        await weir.Picture(page, path, Screen.Phone);
        var wide = await page.EvaluateAsync<string>("""
            () => { const most = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= most) return '';
              return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > most + 1 && !one.closest('.scroll')).slice(0, 5).map(one => one.outerHTML.slice(0, 120)).join('\n') || 'wider than the screen'; }
            """);
        Assert.Equal("", wide);
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Contains("Weir", await page.TitleAsync(), StringComparison.Ordinal);
    }, screen: Screen.Phone);

    [Theory]
    [MemberData(nameof(PageCatalog.All), MemberType = typeof(PageCatalog))]
    public Task The_keyboard_alone_reaches_everything(string path) => weir.Visit(path, async page =>
    {
        var steps = await KeyboardWalk.Of(page);
        if (await page.Locator("nav a").CountAsync() > 0) Assert.Contains(steps, step => step.InNav);
        if (await page.Locator(Focusable).CountAsync() > 0) Assert.Contains(steps, step => step.InMain);
        Assert.Equal("", string.Join('\n', steps.Where(step => !step.IsMarked || !step.IsSeen).Select(step => step.Name)));
    });
}
