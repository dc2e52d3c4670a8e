using System.Globalization;
using Weir.Evidence.Http;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>When a server wants to be asked again, from the headers that servers use for it.</summary>
internal static class RateHeaders
{
    // Larger numbers are times of the clock, smaller ones seconds from now.
    private const long FirstUnixTime = 1_000_000_000;

    /// <summary>Null when it does not say, or does not mind.</summary>
    public static DateTimeOffset? NotBefore(GuardedAnswer answer, DateTimeOffset now)
    {
        if (Time(answer.Header("Retry-After"), now) is { } retry) return retry;
        var isOut = (int)answer.Status == 429 || answer.Header("X-RateLimit-Remaining")?.Trim() == "0" || answer.Header("RateLimit-Remaining")?.Trim() == "0";
        if (isOut && Time(answer.Header("X-RateLimit-Reset") ?? answer.Header("RateLimit-Reset"), now) is { } reset) return reset;
        return PhishTank(answer, now);
    }

    // "X-Request-Limit-Interval: 300 Seconds", "X-Request-Limit: 2", "X-Request-Count: 2"
    private static DateTimeOffset? PhishTank(GuardedAnswer answer, DateTimeOffset now)
    {
        if (Number(answer.Header("X-Request-Limit")) is not { } limit || Number(answer.Header("X-Request-Count")) is not { } count || count < limit) return null;
        return Number(answer.Header("X-Request-Limit-Interval")?.Split(' ')[0]) is { } seconds ? Later(now, seconds) : null;
    }

    private static DateTimeOffset? Time(string? text, DateTimeOffset now)
    {
        if (Number(text) is { } number) return number >= FirstUnixTime ? FromUnix(number) : Later(now, number);
        return text is not null && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    private static DateTimeOffset Later(DateTimeOffset now, long seconds) => now.AddSeconds(Math.Min(seconds, 10 * 86_400));

    private static DateTimeOffset? FromUnix(long seconds) => seconds <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static long? Number(string? text) => long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
