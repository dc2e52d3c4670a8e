using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Weir.Server.Security;
using Xunit;

namespace Weir.BrowserTests.Pages;

/// <summary>An address is asked about, by hand.</summary>
public sealed class CheckFlowTests(WeirInBrowser weir)
{
    [Theory]
    [InlineData("light")]
    [InlineData("phone")]
    public Task Typed_and_sent_with_the_keyboard_it_is_answered_with_reasons(string screen) => weir.Visit("/", async page =>
    {
        await page.Keyboard.TypeAsync("http://bank@paypal.com.account-check.example:8080/login?id=7#top");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#decision")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".reasons li .bar").First).ToBeAttachedAsync();
        foreach (var part in (string[])["scheme", "userinfo", "subdomain", "suffix", "port", "path", "query", "fragment"])
            await Assertions.Expect(page.Locator($".anatomy [data-part={part}]")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("main a[href*='account-check.example/']").CountAsync());
        await weir.Picture(page, "answer", screen == "phone" ? Screen.Phone : Screen.Light);
        await Axe.FindsNothing(page);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await weir.Picture(page, "answer-" + screen, Screen.Dark);
        await Axe.FindsNoFaintText(page);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("has not been judged yet");
    }, AccessRole.Anyone, screen == "phone" ? Screen.Phone : Screen.Light);

    [Theory]
    [InlineData("http://bad.example/\"><script>alert(1)</script>")]
    [InlineData("javascript:alert(1)//http://bad.example")]
    [InlineData("http://bad.example/\u202Egnp.exe\u2066 <img src=x onerror=alert(1)>")]
    [InlineData("http://\u202Emoc.knab\u202C.example/' onmouseover='alert(1)")]
    public Task Hostile_text_stays_text(string subject) => weir.Visit("/", async page =>
    {
        await Ask(page, subject);
        Assert.Equal(0, await page.Locator("main script, main img, main [onmouseover], main a[href^='javascript:']").CountAsync());
        Assert.DoesNotContain('\u202E', await page.Locator(".card").InnerTextAsync());
    }, AccessRole.Anyone);

    [Fact]
    public Task An_endless_address_is_answered_and_cut() => weir.Visit("/", async page =>
    {
        await Ask(page, "http://bad.example/" + new string('a', 100_000));
        Assert.True(await page.Locator(".card").EvaluateAsync<int>("card => card.textContent.length") < 12_000);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await page.SetViewportSizeAsync(Screen.Phone.Width, Screen.Phone.Height);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await page.GotoAsync("/history");
        await page.GotoAsync("/overview");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    });

    private static async Task Ask(IPage page, string subject)
    {
        await page.FillAsync("#subject", subject);
        await page.Locator("form.ask button").ClickAsync();
        await Assertions.Expect(page.Locator("#decision")).ToBeVisibleAsync();
    }
}
