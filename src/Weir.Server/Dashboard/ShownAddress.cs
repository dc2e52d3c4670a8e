using System.Globalization;
using Weir.Detection.Urls;

namespace Weir.Server.Dashboard;

/// <summary>Addresses as people may see them: nothing a reader, a chat or a mail program turns into a link.</summary>
internal static class ShownAddress
{
    /// <summary>The defanged address, with a mark for each character that does not show.</summary>
    public static string Defanged(string text) => Defang.Defanged(Visible(text));

    /// <summary>The host of a canonical address, with its port; null when it has none.</summary>
    public static string? HostOf(string? canonical)
    {
        if (canonical is null) return null;
        var start = canonical.IndexOf("://", StringComparison.Ordinal);
        var rest = start < 0 ? canonical : canonical[(start + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        return end < 0 ? rest : end == 0 ? null : rest[..end];
    }

    /// <summary>The text with a mark for each control and direction mark: these would let it look like another one.</summary>
    public static string Visible(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.GetUnicodeCategory(from[i]) is UnicodeCategory.Control or UnicodeCategory.Format ? '\uFFFD' : from[i];
    });
}
