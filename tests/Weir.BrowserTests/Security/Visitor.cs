using Microsoft.Playwright;
using Weir.BrowserTests.Support;
using Xunit;

namespace Weir.BrowserTests.Security;

/// <summary>Somebody with a browser of his own, who is not logged in. At the end nothing may have gone wrong on his pages.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>A password that is good enough.</summary>
    public const string Password = "correct horse battery";

    private readonly IBrowserContext _context;
    private readonly PageWatch _watch;

    private Visitor(IBrowserContext context, IPage page, string origin) => (_context, Page, _watch) = (context, page, new PageWatch(page, origin));

    /// <summary>What he sees.</summary>
    public IPage Page { get; }

    /// <summary>Opens a browser at an origin.</summary>
    public static async Task<Visitor> At(IBrowser browser, string origin, Screen? screen = null)
    {
        var shown = screen ?? Screen.Light;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = shown.Width, Height = shown.Height },
            ColorScheme = shown.Scheme,
            ReducedMotion = ReducedMotion.Reduce,
            BaseURL = origin,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        return new Visitor(context, page, origin);
    }

    /// <summary>Fills in the fields with these labels and presses a button.</summary>
    public async Task Send(string button, params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields) await Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);
        await Press(button);
    }

    /// <summary>Presses the button of this name.</summary>
    public Task Press(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Logs in.</summary>
    public async Task LogIn(string name, string password = Password, string code = "")
    {
        await Page.GotoAsync("/login");
        await Page.FillAsync("#code", code);
        await Send("Log in", ("Name", name), ("Password", password));
    }

    /// <summary>Holds that the page says this.</summary>
    public Task Reads(string text) => Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text);

    /// <summary>Holds that he is at this path.</summary>
    public void IsAt(string path) => Assert.Equal(path, new Uri(Page.Url).AbsolutePath);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _watch.SawNothing();
    }
}
