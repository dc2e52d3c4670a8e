namespace Weir.Pipeline.Feeds.Pages;

/// <summary>A web page with addresses on it.</summary>
internal sealed class PageFeedKind : IFeedKind
{
    public string Name => "page";

    public string About => "a web page, its addresses found by a CSS selector; with Browser=true as its scripts build it";

    public FeedDefaults Defaults { get; } = new() { Every = TimeSpan.FromHours(6), StampsUndated = true };

    public IFeedFetcher Create(FeedSettings feed, SettingBlock block)
    {
        var (selector, next) = (Selector(block, "Selector"), Selector(block, "Next"));
        if (selector is null && block.Text("Selector") is null) block.Fault("Selector", "is needed: the CSS selector of the elements that name the addresses, such as table.urls td.url", 0);
        var options = new PageOptions(selector ?? "a", block.Text("Attribute"), next, block.Number("MaxPages", next is null ? 1 : 10, 1, 1000));
        var waitFor = block.Text("WaitFor") ?? options.Selector;
        return new PageFetcher(options, block.Truth("Browser", false)
            ? (run, address, ct) => PageLoading.Rendered(run, address, waitFor, ct)
            : PageLoading.AsSent);
    }

    private static string? Selector(SettingBlock block, string name)
    {
        if (block.Text(name) is not { } text) return null;
        return PageReading.Selector(text) is null ? block.Fault<string?>(name, $"is not a CSS selector: '{text}'", null) : text;
    }
}
