using System.Globalization;
using Microsoft.Playwright;
using Weir.Evidence.Http;

namespace Weir.Evidence.Browsing;

/// <summary>Answers the requests of one page through the guarded door, within its bounds.</summary>
internal sealed class PageDoor(GuardedHttp http, Uri page, RenderBounds bounds)
{
    private static readonly string[] NotPassedOn = ["content-length", "content-encoding", "transfer-encoding", "connection"];

    private readonly string _place = page.Authority;
    private int _requests;
    private long _bytes;

    /// <summary>Bytes so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Where the page itself came from.</summary>
    public Uri Final { get; private set; } = page;

    /// <summary>Why the page itself cannot be had, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Answers a request, or breaks it off.</summary>
    public async Task AnswerAsync(IRoute route, CancellationToken ct)
    {
        var isPage = route.Request.IsNavigationRequest && route.Request.Frame.ParentFrame is null;
        var isHeavy = route.Request.ResourceType is "image" or "media" or "font";
        var isAllowed = route.Request.Method == "GET" && !isHeavy && Interlocked.Increment(ref _requests) <= bounds.MaxRequests && Bytes < bounds.MaxBytes
            && Uri.TryCreate(route.Request.Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        if (!isAllowed) await route.AbortAsync();
        else await FetchAsync(route, new Uri(route.Request.Url), isPage, ct);
    }

    private async Task FetchAsync(IRoute route, Uri address, bool isPage, CancellationToken ct)
    {
        var request = new GuardedRequest
        {
            Address = address,
            // Only the place that the operator named may lie within the own network.
            IsConfigured = address.Authority == _place,
            Headers = [("User-Agent", route.Request.Headers.GetValueOrDefault("user-agent", "Mozilla/5.0")), ("Accept", route.Request.Headers.GetValueOrDefault("accept", "*/*"))],
            MaxBytes = Math.Max(1, bounds.MaxBytes - Bytes),
            Timeout = bounds.Timeout,
        };
        using var answer = await http.SendAsync(request, ct);
        var fault = answer.Fault ?? (isPage && (int)answer.Status >= 400 ? string.Create(CultureInfo.InvariantCulture, $"{GuardedHttp.Shown(address)} answered {(int)answer.Status}") : null);
        if (fault is null) await FulfillAsync(route, answer, isPage, ct);
        else
        {
            if (isPage) Fault = fault;
            await route.AbortAsync();
        }
    }

    private async Task FulfillAsync(IRoute route, GuardedAnswer answer, bool isPage, CancellationToken ct)
    {
        using var body = new MemoryStream();
        try
        {
            await answer.Body.CopyToAsync(body, ct);
        }
        catch (GuardedReadException cut)
        {
            if (isPage) Fault = cut.Message;
            await route.AbortAsync();
            return;
        }

        Interlocked.Add(ref _bytes, body.Length);
        if (isPage) Final = answer.Final!;
        await route.FulfillAsync(new RouteFulfillOptions
        {
            Status = (int)answer.Status,
            BodyBytes = body.ToArray(),
            Headers = answer.ContentHeaders.Concat(answer.Headers).Where(header => !NotPassedOn.Contains(header.Key.ToLowerInvariant()))
                .Select(header => new KeyValuePair<string, string>(header.Key, string.Join(", ", header.Value))),
        });
    }
}
