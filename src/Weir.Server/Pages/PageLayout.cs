namespace Weir.Server.Pages;

/// <summary>What every page has around its content. No scripts, no third parties, one stylesheet.</summary>
internal static class PageLayout
{
    private const string Mark = """
        <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><path d="M5 6v20M12.3 6v20M19.6 6v20M27 6v20" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/><path class="water" d="M1 13c3-3 5-3 8 0s5 3 8 0 5-3 8 0 4 3 6 1M1 21c3-3 5-3 8 0s5 3 8 0 5-3 8 0 4 3 6 1" fill="none" stroke-width="2.6" stroke-linecap="round"/></svg>
        """;

    /// <summary>A whole document.</summary>
    public static Html Render(string title, Html content, Html footer) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/weir.css">
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top"><a class="brand" href="/">{new Html(Mark)}<span>Weir</span></a><span class="claim">Is this phishing, and why?</span></header>
        <main id="content">
        <h1>{(title.StartsWith("Check", StringComparison.Ordinal) ? "Check an address" : "The answer")}</h1>
        {content}
        </main>
        <footer><span>{footer}</span><a href="/openapi/v1.json">API description</a></footer>
        </body>
        </html>
        """);
}
