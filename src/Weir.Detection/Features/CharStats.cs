using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Detection.Features;

/// <summary>Counts over the characters of one part of a URL. Short parts, nearly all, are counted on bit masks of 64 characters.</summary>
internal struct CharStats
{
    private const int MaskChars = 64;
    private static readonly double[] Logs = [.. Enumerable.Range(0, 4096).Select(n => n == 0 ? 0 : Math.Log2(n))];
    private static readonly double[] CountLogs = [.. Enumerable.Range(0, 4096).Select(n => n == 0 ? 0 : n * Math.Log2(n))];

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
        text = text[..Math.Min(text.Length, CountLogs.Length - 1)];
        var stats = text.Length <= MaskChars ? OfMasks(text) : Walk(text);
        stats.Entropy = EntropyOf(text);
        return stats;
    }

    /// <summary>All but the entropy.</summary>
    public static CharStats Shape(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, CountLogs.Length - 1)];
        return text.Length <= MaskChars ? OfMasks(text) : Walk(text);
    }

    /// <summary>Character by character: for long text, and the twin of the masks in tests.</summary>
    internal static CharStats Walk(ReadOnlySpan<char> text)
    {
        var stats = default(CharStats);
        var (consonants, digits, word, last) = (0, 0, 0, 0);
        foreach (var c in text)
        {
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
        return stats;
    }

    /// <summary>One bit a character, up to 64 of them.</summary>
    internal static CharStats OfMasks(ReadOnlySpan<char> text)
    {
        Span<ushort> padded = stackalloc ushort[MaskChars];
        padded.Clear();
        MemoryMarshal.Cast<char, ushort>(text).CopyTo(padded);
        ulong letters = 0, digits = 0, vowels = 0;
        for (var i = 0; i < text.Length; i += Vector256<ushort>.Count)
        {
            var c = Vector256.Create<ushort>(padded[i..]);
            digits |= Bits(Vector256.LessThan(c - Vector256.Create((ushort)'0'), Vector256.Create((ushort)10))) << i;
            letters |= Bits(Vector256.LessThan((c | Vector256.Create((ushort)0x20)) - Vector256.Create((ushort)'a'), Vector256.Create((ushort)26))) << i;
            vowels |= Bits(Is(c, 'a') | Is(c, 'e') | Is(c, 'i') | Is(c, 'o') | Is(c, 'u') | Is(c, 'y')) << i;
        }
        var words = letters | digits;
        return new CharStats
        {
            Digits = BitOperations.PopCount(digits),
            Letters = BitOperations.PopCount(letters),
            Vowels = BitOperations.PopCount(vowels),
            Other = text.Length - BitOperations.PopCount(words),
            LongestConsonants = LongestRun(letters & ~vowels),
            LongestDigits = LongestRun(digits),
            Switches = BitOperations.PopCount((digits & (letters << 1)) | (letters & (digits << 1))),
            LongestWord = LongestRun(words),
            Words = BitOperations.PopCount(words & ~(words << 1)),
        };
    }

    private static ulong Bits(Vector256<ushort> mask) => mask.ExtractMostSignificantBits();

    private static Vector256<ushort> Is(Vector256<ushort> c, char letter) => Vector256.Equals(c, Vector256.Create((ushort)letter));

    /// <summary>Each step takes one bit off every run.</summary>
    private static int LongestRun(ulong bits)
    {
        var length = 0;
        for (; bits != 0; bits &= bits << 1) length++;
        return length;
    }

    private static double EntropyOf(ReadOnlySpan<char> text)
    {
        if (text.Length == 0) return 0;
        Span<ushort> seen = stackalloc ushort[128];
        seen.Clear();
        foreach (var c in text) seen[c & 0x7F]++;
        var sum = 0.0;
        for (var i = 0; i < seen.Length; i += Vector256<ushort>.Count)
        {
            // What stands there once or never adds 0; the rest is added in the order of the characters.
            var several = Vector256.GreaterThan(Vector256.Create<ushort>(seen[i..]), Vector256<ushort>.One).ExtractMostSignificantBits();
            for (; several != 0; several &= several - 1) sum += CountLogs[seen[i + BitOperations.TrailingZeroCount(several)]];
        }
        return Logs[text.Length] - sum / text.Length;
    }
}
