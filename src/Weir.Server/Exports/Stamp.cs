using System.Globalization;

namespace Weir.Server.Exports;

/// <summary>Moments as microseconds since 1970, by which changes of the list are ordered, and their text.</summary>
internal static class Stamp
{
    /// <summary>ISO 8601, UTC, with six decimals.</summary>
    public static string Text(long micros) => Time(micros).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601, UTC, with three decimals, rounded down.</summary>
    public static string Millis(long micros) => Time(micros).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The moment.</summary>
    public static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Whole seconds since 1970.</summary>
    public static long Seconds(long micros) => micros / 1_000_000;

    /// <summary>Reads ISO 8601, or whole seconds since 1970; null when it is neither.</summary>
    public static long? Read(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 100_000_000_000) return seconds * 1_000_000;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time >= DateTimeOffset.UnixEpoch
            ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : null;
    }
}
