namespace Weir.Storage.Verdicts;

/// <summary>
/// The number of a verdict is its time: 42 bits of milliseconds since 1970, 9 bits that count on, 12 bits of chance that tell processes
/// apart. So numbers grow with time, are known before the row is written, and a time is a range of them.
/// </summary>
public static class VerdictNumber
{
    /// <summary>How many numbers one millisecond has.</summary>
    public const long OfMillisecond = 1 << 21;

    private const long MillisecondsOfDay = 86_400_000;

    /// <summary>The least number of a moment; times before 1970 and beyond 2100 give the least and the greatest of all.</summary>
    public static long FirstOf(DateTimeOffset time) => Math.Clamp(time.ToUnixTimeMilliseconds(), 0, (1L << 42) - 1) * OfMillisecond;

    /// <summary>When the verdict of a number was given, UTC.</summary>
    public static DateTimeOffset TimeOf(long number) => DateTimeOffset.FromUnixTimeMilliseconds(number / OfMillisecond);

    /// <summary>The day of a number, days since 1970.</summary>
    public static long DayOf(long number) => number / OfMillisecond / MillisecondsOfDay;

    /// <summary>The least number of a day.</summary>
    public static long FirstOfDay(long day) => day * MillisecondsOfDay * OfMillisecond;
}
