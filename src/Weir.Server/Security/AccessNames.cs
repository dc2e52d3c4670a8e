using System.Buffers;

namespace Weir.Server.Security;

/// <summary>How tenants, keys and accounts may be called: names that stand in logs, addresses and audit entries without quoting.</summary>
public static class AccessNames
{
    private const int Longest = 80;
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@+");

    /// <summary>Whether a text is a name: 1 to 80 letters, digits, or <c>- _ . @ +</c>.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>The sentence for a text that is none.</summary>
    public static string Wanted(string field) => $"{field} must be 1 to {Longest} letters, digits, hyphens, dots, underlines, plus or at signs.";
}
