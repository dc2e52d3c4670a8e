using System.Globalization;

namespace Weir.Pipeline.Feeds;

/// <summary>Reads the label and time of a record as feeds write them.</summary>
public static class FieldReading
{
    /// <summary>True for phishing and malicious, false for benign, null for anything else.</summary>
    public static bool? Label(string text) => text.Trim().ToLowerInvariant() switch
    {
        "phishing" or "malicious" or "phish" or "malware" or "bad" or "1" or "true" or "yes" => true,
        "benign" or "legitimate" or "legit" or "good" or "safe" or "ham" or "0" or "false" or "no" => false,
        _ => null,
    };

    /// <summary>ISO 8601 or another invariant date (UTC unless it says otherwise), or Unix seconds or milliseconds; null when unreadable.</summary>
    public static DateTimeOffset? Time(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is 10 or 13 && long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return trimmed.Length == 10 ? DateTimeOffset.FromUnixTimeSeconds(number) : DateTimeOffset.FromUnixTimeMilliseconds(number);
        return DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }
}
