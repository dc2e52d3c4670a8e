using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Detection.Urls;
using Weir.Storage.Alerts;

namespace Weir.Pipeline.Alerts;

/// <summary>Makes what is told safe and readable: no secrets, no address that can be clicked, one line, bounded.</summary>
internal static partial class AlertText
{
    private const int LongestSentence = 1000;
    private const int LongestSubject = 200;

    // Endings that look like a domain and are a file of ours.
    private static readonly HashSet<string> FileEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        "json", "jsonl", "csv", "gz", "weir", "db", "log", "eml", "mbox", "sql", "txt", "env", "html", "yml",
    };

    /// <summary>A sentence as it may be kept and told.</summary>
    public static string Sentence(string text, SecretMask mask) => Safe(text, mask, LongestSentence);

    /// <summary>A subject as it may be kept and told.</summary>
    public static string Subject(string text, SecretMask mask) => Safe(text, mask, LongestSubject);

    /// <summary>What a message says about an alert.</summary>
    public static string Of(string @event, AlertRecord alert, string sentence) => @event switch
    {
        AlertEvent.Worse => $"Now {Word(alert.Level)}: {sentence}",
        AlertEvent.Reminder => $"Still so, seen {Count(alert.Count)} since {Time(alert.FirstAt)}: {sentence}",
        AlertEvent.Resolved => $"Over: {sentence}",
        AlertEvent.Silent => $"Not seen again since {Time(alert.LastAt)}, so taken to be over: {sentence}",
        _ => sentence,
    };

    /// <summary>A level as a word.</summary>
    public static string Word(int level) => level switch { 0 => "information", 1 => "warning", _ => "critical" };

    /// <summary>A time for people.</summary>
    public static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A text whose addresses cannot be clicked.</summary>
    public static string Defanged(string text)
    {
        var whole = Address().Replace(text, match => Defang.Defanged(match.Value));
        // What is left stands inside another address or is cut short, and some programs would still make a link of it.
        return BareHost().Replace(Scheme().Replace(whole, "hxxp$1://"), Unclickable);
    }

    private static string Safe(string text, SecretMask mask, int longest)
    {
        // Masked first: a secret would no longer be found in a defanged address.
        var plain = Defanged(mask.Masked(OneLine(text.Length > 4 * longest ? text[..(4 * longest)] : text)));
        return plain.Length <= longest ? plain : plain[..(longest - 1)] + "…";
    }

    private static string OneLine(string text) => string.Join(' ', string.Concat(text.Select(c => IsOdd(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // Controls break lines and headers; marks of direction and width make text look like what it is not.
    private static bool IsOdd(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Count(long count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} times");

    private static string Unclickable(Match match)
    {
        var last = match.Value[(match.Value.LastIndexOf('.') + 1)..];
        return FileEndings.Contains(last) ? match.Value : match.Value.Replace(".", "[.]", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(?:https?|ftps?|ftp)://[^\s""'<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"http(s?)://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?<![\w.\]/-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?![\w-])", RegexOptions.CultureInvariant)]
    private static partial Regex BareHost();
}

/// <summary>What a message tells about an alert.</summary>
internal static class AlertEvent
{
    public const string Raised = "raised";
    public const string Worse = "worse";
    public const string Reminder = "reminder";
    public const string Resolved = "resolved";
    public const string Silent = "silent";
    public const string Digest = "digest";
    public const string Test = "test";
}
