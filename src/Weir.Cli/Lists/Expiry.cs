using System.Globalization;

namespace Weir.Cli.Lists;

/// <summary>The end of a list entry as it is written on the command line.</summary>
internal static class Expiry
{
    private const int MostDays = 36_500;

    /// <summary>Reads 30d (so many days from now), 2026-12-31 (from the start of that day, UTC) or a date with time. The message of a fault names the forms.</summary>
    public static DateTimeOffset Read(string text, DateTimeOffset now)
    {
        var end = Days(text) is { } days ? now.AddDays(days)
            : DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime()
            : throw CliError.Usage($"--expires '{text}' is no day such as 2026-12-31 and no number of days such as 30d.");
        return end > now ? end : throw CliError.Usage($"--expires '{text}' is in the past; an entry that has expired does nothing.");
    }

    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    private static int? Days(string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays ? days : null;
}
