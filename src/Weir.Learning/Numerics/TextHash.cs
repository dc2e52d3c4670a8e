namespace Weir.Learning.Numerics;

/// <summary>A 64-bit hash of a text that is the same on every machine and in every run (FNV-1a over UTF-16, then mixed).</summary>
internal static class TextHash
{
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var c in text) hash = (hash ^ c) * 0x100000001B3;
        return SplitMix64.Mix(hash + (ulong)text.Length);
    }

    /// <summary>The hash of a number's shortest text; -0 is 0.</summary>
    public static ulong Of(double value)
    {
        Span<char> text = stackalloc char[32];
        return (value + 0.0).TryFormat(text, out var length, "R", System.Globalization.CultureInfo.InvariantCulture) ? Of(text[..length]) : 0;
    }
}
