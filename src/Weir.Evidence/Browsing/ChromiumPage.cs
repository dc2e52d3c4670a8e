using Microsoft.Playwright;
using Weir.Evidence.Http;

namespace Weir.Evidence.Browsing;

/// <summary>
/// Loads pages in Chromium. The browser itself reaches no network: every request of a page goes through the guarded door, so that
/// scripts cannot reach what the door refuses.
/// </summary>
public static class ChromiumPage
{
    /// <summary>A proxy that nobody listens on: what is not answered here is not answered at all.</summary>
    private const string NoWay = "http://127.0.0.1:9";

    private static readonly string[] Arguments =
        ["--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync", "--disable-dev-shm-usage", "--proxy-bypass-list=<-loopback>", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"];

    /// <summary>Renders a page that the operator named. Every failure is a fault of the result.</summary>
    public static async Task<RenderedPage> RenderAsync(GuardedHttp http, Uri address, RenderBounds bounds, CancellationToken ct)
    {
        if (!File.Exists(bounds.Chromium))
            return new RenderedPage("", address, 0, $"{bounds.Chromium} is not there to build the page; install Chromium (Debian: apt-get install chromium), or set Browser=false");
        var door = new PageDoor(http, address, bounds);
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(Launch(bounds));
            // Cancelling closes the browser, and whatever waits for it ends.
            await using var _ = ct.Register(() => browser.CloseAsync());
            var page = await browser.NewPageAsync(new BrowserNewPageOptions { ServiceWorkers = ServiceWorkerPolicy.Block, AcceptDownloads = false });
            page.SetDefaultTimeout((float)bounds.Timeout.TotalMilliseconds);
            await page.RouteAsync("**/*", route => door.AnswerAsync(route, ct));
            await page.GotoAsync(address.AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
            if (door.Fault is { } refused) return new RenderedPage("", address, door.Bytes, refused);
            await WaitAsync(page, bounds);
            return new RenderedPage(await page.ContentAsync(), door.Final, door.Bytes, null);
        }
        catch (Exception fault) when (fault is PlaywrightException or TimeoutException)
        {
            ct.ThrowIfCancellationRequested();
            return new RenderedPage("", address, door.Bytes, door.Fault ?? $"Chromium could not build the page of {GuardedHttp.Shown(address)} ({FirstLine(fault.Message)})");
        }
    }

    private static BrowserTypeLaunchOptions Launch(RenderBounds bounds) => new()
    {
        ExecutablePath = bounds.Chromium,
        Headless = true,
        // Chromium refuses to run as root inside its sandbox; everybody else keeps it.
        ChromiumSandbox = Environment.UserName != "root",
        Args = Arguments,
        Proxy = new Proxy { Server = NoWay },
        Timeout = (float)bounds.Timeout.TotalMilliseconds,
    };

    private static async Task WaitAsync(IPage page, RenderBounds bounds)
    {
        if (bounds.WaitFor is null) return;
        try
        {
            await page.WaitForSelectorAsync(bounds.WaitFor, new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached, Timeout = (float)bounds.Patience.TotalMilliseconds });
        }
        catch (TimeoutException)
        {
            // The page is given back as it is; that nothing was found is told by who looks for it.
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim().TrimEnd('.');
}
