using System.Globalization;

namespace Weir.Pipeline;

/// <summary>A day (2026-05-31, the whole of it in UTC) or a moment (2026-05-31T14:00, UTC unless it says otherwise), as people write it.</summary>
public static class DayOrMoment
{
    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>The first and the last second of it; false when the text is neither.</summary>
    public static bool TryRead(string text, out DateTimeOffset from, out DateTimeOffset to)
    {
        var isDay = DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out from);
        if (isDay)
        {
            to = from.AddDays(1).AddSeconds(-1);
            return true;
        }

        var isMoment = DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out from);
        to = from;
        return isMoment;
    }

    /// <summary>A sentence for a text that is neither.</summary>
    public static string Wanted(string text) => $"'{text}' is no date; write 2026-05-31 for a day or 2026-05-31T14:00 for a moment, in UTC.";
}
