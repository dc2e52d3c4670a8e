namespace Weir.Storage.Engines;

/// <summary>Text as PostgreSQL can keep it: each character zero and each half of a surrogate pair becomes U+FFFD.</summary>
internal static class PlainText
{
    public static string Of(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0') ? text : string.Create(text.Length, text, Fill);

    private static void Fill(Span<char> to, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                to[i] = text[i];
                to[++i] = text[i];
            }
            else
            {
                to[i] = text[i] == '\0' || char.IsSurrogate(text[i]) ? '\uFFFD' : text[i];
            }
        }
    }
}
