using System.Globalization;

namespace Weir.Pipeline.Feeds.Pages;

/// <summary>A page as it was loaded, or a clause that says why it was not.</summary>
internal sealed record LoadedPage(string Html, Uri Address, string? Clause = null, DateTimeOffset? NotBefore = null);

/// <summary>Loads a page: as sent, or as its scripts have made it.</summary>
internal delegate Task<LoadedPage> PageLoader(FeedRun run, Uri address, CancellationToken ct);

/// <summary>Reads the entries of a page and of those that follow it.</summary>
internal sealed class PageFetcher(PageOptions options, PageLoader load) : IFeedFetcher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PageReading _reading = new(options);

    public async Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct)
    {
        var seen = new HashSet<Uri>();
        var rows = 0L;
        for (var address = run.Feed.Url; address is not null && seen.Count < options.MaxPages && seen.Add(address);)
        {
            var page = await load(run, address, ct);
            if (page.Clause is not null) return FetchOutcome.Failed(page.Clause) with { NotBefore = page.NotBefore };
            if (await ReadAsync(run, page, rows + 1, ct) is not { } content) return FetchOutcome.FormatChanged("the page is nested so deeply that it cannot be read");
            if (content.Rows.Count == 0 && rows == 0)
                return FetchOutcome.FormatChanged(string.Create(CultureInfo.InvariantCulture, $"the selector {options.Selector} finds nothing on page {seen.Count}; look at the page and set Selector anew"));
            foreach (var row in content.Rows) run.Take(row);
            rows += content.Rows.Count;
            address = content.Rows.Count == 0 ? null : content.Next;
        }

        return FetchOutcome.Done();
    }

    private async Task<PageContent?> ReadAsync(FeedRun run, LoadedPage page, long first, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, run.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            return await _reading.ReadAsync(page.Html, page.Address, first, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
