using Weir.Learning.Numerics;

namespace Weir.Pipeline;

/// <summary>How long to wait after failures in a row: half a minute, doubled each time, at most a quarter of an hour, spread by a fifth.</summary>
internal static class RetryDelay
{
    /// <summary>The longest wait, also when a receiver asks for more.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const double FirstSeconds = 30;
    private const double MostSeconds = 900;
    private const double Spread = 0.2;

    /// <summary>When to try again; what the receiver asked for counts when it is longer.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, int failuresBefore, TimeSpan? asked)
    {
        var seconds = Math.Min(FirstSeconds * Math.Pow(2, Math.Min(failuresBefore, 10)), MostSeconds);
        var share = (SplitMix64.Mix((ulong)now.Ticks, (ulong)failuresBefore) >> 11) * (1.0 / (1UL << 53));
        var wait = TimeSpan.FromSeconds(Math.Ceiling(seconds * (1 + Spread * share)));
        return now + (asked > wait ? asked < Longest ? asked.Value : Longest : wait);
    }

    /// <summary>Whether the wait is over. A wait longer than any that is given says that the clock was set back, and is over too.</summary>
    public static bool IsOver(DateTimeOffset notBefore, DateTimeOffset now) => notBefore <= now || notBefore > now + Longest;
}
