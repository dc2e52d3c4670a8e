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
    public Task It_serves_everybody_by_day_by_night_by_keyboard_and_on_a_phone(string path) => weir.Visit(path, async page =>
    {
        // Before the picture, for which the browser is made to hide its caret by a style.
        await HoldsNothingForeign(page);
        await Axe.FindsNothing(page);
        await weir.Picture(page, path, Screen.Light);
        await TheKeyboardReaches(page);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await Axe.FindsNoFaintText(page);
        await weir.Picture(page, path, Screen.Dark);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(Screen.Phone.Width, Screen.Phone.Height);
        await weir.Picture(page, path, Screen.Phone);
        await APhoneNeedNotScrollSideways(page);
    });

    // What strangers wrote has become text: no element of theirs, and no way out.
    private static async Task HoldsNothingForeign(IPage page)
    {
        Assert.Equal("", await page.EvaluateAsync<string>("""
            () => [...document.querySelectorAll('main script, main img, main iframe, main [onerror], main [style]:not(canvas), main a[href]')]
              .filter(one => !(one.matches('a') && one.origin === location.origin)).map(one => one.outerHTML).join('\n')
            """));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Contains("Weir", await page.TitleAsync(), StringComparison.Ordinal);
    }

    private static async Task TheKeyboardReaches(IPage page)
    {
        var steps = await KeyboardWalk.Of(page);
        if (await page.Locator("nav a").CountAsync() > 0) Assert.Contains(steps, step => step.InNav);
        if (await page.Locator(Focusable).CountAsync() > 0) Assert.Contains(steps, step => step.InMain);
        Assert.Equal("", string.Join('\n', steps.Where(step => !step.IsMarked || !step.IsSeen).Select(step => step.Name)));
    }

    private static async Task APhoneNeedNotScrollSideways(IPage page) => Assert.Equal("", await page.EvaluateAsync<string>("""
        () => { const most = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= most) return '';
          return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > most + 1 && !one.closest('.scroll')).slice(0, 5).map(one => one.outerHTML.slice(0, 120)).join('\n') || 'wider than the screen'; }
        """));
}
