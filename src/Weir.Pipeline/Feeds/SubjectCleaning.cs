using System.Text.RegularExpressions;

namespace Weir.Pipeline.Feeds;

/// <summary>Takes away what collectors do to addresses, so that no model learns the collector.</summary>
public static partial class SubjectCleaning
{
    /// <summary>
    /// The address as it was before it was collected: trimmed, HTML's &amp;amp; unescaped, masks (asterisks, example@… addresses)
    /// removed. Null when the host itself is masked, so that nothing usable is left.
    /// </summary>
    public static string? Clean(string subject)
    {
        var text = subject.Trim().Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase);
        if (text.AsSpan().IndexOf('*') < 0 && !text.Contains("example@", StringComparison.OrdinalIgnoreCase)) return text;
        var start = text.IndexOf("://", StringComparison.Ordinal);
        var rest = text.AsSpan(start < 0 ? 0 : start + 3);
        var end = rest.IndexOfAny("/?#\\");
        if ((end < 0 ? rest : rest[..end]).Contains('*')) return null;
        return Masks().Replace(text, "");
    }

    [GeneratedRegex(@"example@[a-z0-9.\-]*|\*+(@\*+(\.\*+)*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Masks();
}
