using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Weir.Server;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(WeirInBrowser))]

namespace Weir.BrowserTests.Support;

/// <summary>One real server with a store of its own, and one Chromium, for all tests of a run.</summary>
public sealed class WeirInBrowser : IAsyncLifetime
{
    private static readonly string[] Arguments = ["--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync", "--disable-dev-shm-usage"];

    private readonly TempDirectory _directory = new();
    private readonly string? _screenshots = Environment.GetEnvironmentVariable("WEIR_SCREENSHOTS");
    private RunningServer? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WeirStore? _store;
    private Dictionary<string, string> _examples = [];

    /// <summary>Where the server answers, without a slash at the end.</summary>
    internal string Origin { get; private set; } = "";

    /// <summary>Who may come in.</summary>
    internal Logins Logins { get; private set; } = null!;

    /// <summary>The store of the server.</summary>
    internal WeirStore Store => _store!;

    /// <summary>The server takes over keys that the test made.</summary>
    internal void Knows() => _server!.Part<KeyRing>().Refresh();

    /// <summary>Starts both.</summary>
    public async ValueTask InitializeAsync()
    {
        _store = WeirStore.Open(_directory.Path, TimeProvider.System);
        SomeWorld.Fill(_store);
        SomePeople.Fill(_store);
        SomeTraffic.Fill(_store);
        var options = new ServerOptions { DataDirectory = _directory.Path, Urls = ["http://127.0.0.1:0"], ChampionPoll = TimeSpan.FromMilliseconds(50) };
        options = options with { Jobs = options.Jobs with { LeastFreeMiB = 0 }, TableTraining = SomeRows.Quick("tree", "logistic", "boosting") };
        _server = await RunningServer.StartAsync(options, default);
        Origin = _server.Addresses.First().TrimEnd('/');
        Logins = new Logins(_store, _server);
        using (var client = Logins.Client(AccessRole.Admin))
            _examples = new(await SomeRows.Send(client, _store)) { ["/appeals/one"] = await SomeWork.Make(client), ["/history/one"] = $"/history/{_store.Verdicts.Recent(1)[0].Id}" };
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            // Chromium refuses to run as root inside its sandbox; everybody else keeps it.
            ChromiumSandbox = Environment.UserName != "root",
            Args = Arguments,
        });
    }

    /// <summary>Opens a page as somebody who is logged in, looks at it, and holds that nothing went wrong on it.</summary>
    internal async Task Visit(string path, Func<IPage, Task> look, AccessRole role = AccessRole.Admin, Screen? screen = null) =>
        await Visit(path, (page, _) => look(page), role, screen);

    /// <summary>The same for a test that expects a refusal, which it tells the watch.</summary>
    internal async Task Visit(string path, Func<IPage, PageWatch, Task> look, AccessRole role = AccessRole.Admin, Screen? screen = null)
    {
        var shown = screen ?? Screen.Light;
        await using var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = shown.Width, Height = shown.Height },
            ColorScheme = shown.Scheme,
            ReducedMotion = ReducedMotion.Reduce,
            BaseURL = Origin,
        });
        await Logins.Enter(context, role);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        var watch = new PageWatch(page, Origin);
        var answer = await page.GotoAsync(_examples.GetValueOrDefault(path, path));
        Assert.True(answer!.Ok, $"{path} answers {answer.Status}: {await page.InnerTextAsync("body")}");
        await look(page, watch);
        watch.SawNothing();
    }

    /// <summary>For who opens pages by himself.</summary>
    internal IBrowser Browser => _browser!;

    /// <summary>Keeps a picture of the whole page in the folder that WEIR_SCREENSHOTS names; without one, does nothing.</summary>
    internal async Task Picture(IPage page, string path, Screen screen)
    {
        if (_screenshots is null) return;
        var name = path.Trim('/') is { Length: > 0 } text ? string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')) : "start";
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_screenshots, $"{name}-{screen.Name}.png"), FullPage = true });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _store?.Dispose();
        _directory.Dispose();
    }
}
