using System.Globalization;
using System.Net;
using System.Text;
using Weir.Evidence.Browsing;
using Weir.Evidence.Http;

namespace Weir.Pipeline.Feeds.Pages;

/// <summary>The two ways to load a page.</summary>
internal static class PageLoading
{
    private const int MaxBytes = 16 << 20;

    /// <summary>The page as the server sends it.</summary>
    public static async Task<LoadedPage> AsSent(FeedRun run, Uri address, CancellationToken ct)
    {
        using var answer = await run.Http.SendAsync(Request(run, address), ct);
        if (answer.Fault is not null) return new LoadedPage("", address, answer.Fault);
        if (answer.Status != HttpStatusCode.OK)
            return new LoadedPage("", address, string.Create(CultureInfo.InvariantCulture, $"{GuardedHttp.Shown(address)} answered {(int)answer.Status}"), NotBefore(answer, run.Time));
        try
        {
            using var held = new MemoryStream();
            await answer.Body.CopyToAsync(held, ct);
            run.Tally.Count(bytes: held.Length);
            return new LoadedPage(Text(held.ToArray(), answer.Header("Content-Type") ?? ""), answer.Final!);
        }
        catch (GuardedReadException cut)
        {
            return new LoadedPage("", address, cut.Message);
        }
    }

    /// <summary>The page as its scripts have made it, in Chromium.</summary>
    public static async Task<LoadedPage> Rendered(FeedRun run, Uri address, string waitFor, CancellationToken ct)
    {
        var bounds = new RenderBounds { Timeout = run.Feed.Timeout, WaitFor = waitFor, MaxBytes = run.Feed.MaxBytes };
        var page = await ChromiumPage.RenderAsync(run.Http, address, bounds, ct);
        run.Tally.Count(bytes: page.Bytes);
        return new LoadedPage(page.Html, page.Address, page.Fault);
    }

    private static GuardedRequest Request(FeedRun run, Uri address) => new()
    {
        Address = address,
        IsConfigured = address.Host == run.Feed.Url!.Host,
        Headers = [("Accept", "text/html,application/xhtml+xml"), .. run.Feed.UserAgent is { } agent ? new[] { ("User-Agent", agent) } : []],
        MaxBytes = Math.Min(MaxBytes, run.Feed.MaxBytes),
        Timeout = run.Feed.Timeout,
        StallTimeout = run.Feed.StallTimeout,
    };

    // What a meta element says is left aside: addresses are ASCII in every character set that pages use.
    private static string Text(byte[] bytes, string contentType) =>
        contentType.Contains("charset=", StringComparison.OrdinalIgnoreCase) && !contentType.Contains("utf-8", StringComparison.OrdinalIgnoreCase) && !System.Text.Unicode.Utf8.IsValid(bytes)
            ? Encoding.Latin1.GetString(bytes)
            : Encoding.UTF8.GetString(bytes);

    private static DateTimeOffset? NotBefore(GuardedAnswer answer, TimeProvider time) =>
        int.TryParse(answer.Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? time.GetUtcNow().AddSeconds(seconds) : null;
}
