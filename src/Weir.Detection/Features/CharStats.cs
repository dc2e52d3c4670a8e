namespace Weir.Detection.Features;

/// <summary>Counts over the characters of one part of a URL, made in one pass.</summary>
internal struct CharStats
{
    private static readonly double[] CountLog = [.. Enumerable.Range(0, 4096).Select(n => n == 0 ? 0 : n * Math.Log2(n))];

    public int Digits;
    public int Letters;
    public int Vowels;
    public int Other;
    public int LongestConsonants;
    public int LongestDigits;
    public int Switches;
    public int LongestWord;
    public int Words;

    /// <summary>Shannon entropy, bits a character.</summary>
    public double Entropy;

    /// <summary>Counts lower-case text; at most the first 4095 characters.</summary>
    public static CharStats Of(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, CountLog.Length - 1)];
        var stats = default(CharStats);
        Span<ushort> seen = stackalloc ushort[128];
        seen.Clear();
        var (consonants, digits, word, last) = (0, 0, 0, 0);
        foreach (var c in text)
        {
            seen[c & 0x7F]++;
            var kind = char.IsAsciiDigit(c) ? 2 : char.IsAsciiLetter(c) ? 1 : 0;
            var vowel = kind == 1 && c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
            consonants = kind == 1 && !vowel ? consonants + 1 : 0;
            digits = kind == 2 ? digits + 1 : 0;
            if (kind != 0 && word++ == 0) stats.Words++;
            if (kind == 0) (word, stats.Other) = (0, stats.Other + 1);
            if (kind == 1) stats.Letters++;
            if (kind == 2) stats.Digits++;
            if (vowel) stats.Vowels++;
            if (last * kind == 2) stats.Switches++;
            last = kind;
            stats.LongestConsonants = Math.Max(stats.LongestConsonants, consonants);
            stats.LongestDigits = Math.Max(stats.LongestDigits, digits);
            stats.LongestWord = Math.Max(stats.LongestWord, word);
        }
        stats.Entropy = EntropyOf(seen, text.Length);
        return stats;
    }

    private static double EntropyOf(ReadOnlySpan<ushort> seen, int length)
    {
        if (length == 0) return 0;
        var sum = 0.0;
        foreach (var count in seen) sum += CountLog[count];
        return Math.Log2(length) - sum / length;
    }
}
