using System.Globalization;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>What people read about an answer that is none: a clause with the way out.</summary>
internal static class StatusFaults
{
    public static string Clause(string host, int status, FeedSettings feed, DateTimeOffset? notBefore) => status switch
    {
        429 or 509 => $"{host} answered {status}: too many requests{Wait(notBefore)}",
        401 or 403 => $"{host} answered {status}: it wants a key, or does not take the one it got (Feeds:{feed.Name}:Key)",
        404 or 410 => $"{host} answered {status}: there is no list at this address any more (Feeds:{feed.Name}:Url)",
        >= 300 and < 400 => $"{host} answered {status} without saying where to go",
        >= 500 => $"{host} answered {status}: the fault is on its side{Wait(notBefore)}",
        _ => $"{host} answered {status}",
    };

    private static string Wait(DateTimeOffset? notBefore) =>
        notBefore is null ? "" : string.Create(CultureInfo.InvariantCulture, $", it asks to wait until {notBefore:yyyy-MM-dd HH:mm} UTC");
}
