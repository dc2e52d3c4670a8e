namespace Weir.Detection.Features;

/// <summary>
/// Hashes the text of a URL: character 3-, 4- and 5-grams and words, tagged by part, so that "login" in a host and in a
/// path are two things. Host indices come first. The same text gives the same indices everywhere.
/// </summary>
internal static class TextHasher
{
    /// <summary>Characters of the host that are read.</summary>
    public const int MaxHost = 128;

    /// <summary>Characters of path and query that are read, each.</summary>
    public const int MaxTail = 256;

    /// <summary>An upper bound of the indices of one URL.</summary>
    public const int MaxIndices = 4 * (MaxHost + 2 * MaxTail + 16);

    /// <summary>Longest word that <see cref="WriteWord"/> takes.</summary>
    public const int MaxWord = 64;

    /// <summary>An upper bound of the indices of one word.</summary>
    public const int MaxWordIndices = 3 * MaxWord + 1;

    private const char Border = '\u0001';
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    public const ulong HostSeed = 0x243F6A8885A308D3;
    public const ulong PathSeed = 0x13198A2E03707344;
    public const ulong QuerySeed = 0xA4093822299F31D0;

    /// <summary>Writes the indices of a subject; the first <paramref name="hostCount"/> are the host's.</summary>
    public static int Write(in UrlSubject s, Span<uint> to, out int hostCount)
    {
        // The suffix is left out: as text it would condemn every new site under a cheap top-level domain. Its log-odds are a column.
        var host = s.Registrable.IsEmpty ? s.Host : s.Host[..^(s.Suffix.Length + 1)];
        host = host[Math.Max(0, host.Length - MaxHost)..];
        var count = Grams(host, HostSeed, to, 0);
        count = Words(host, HostSeed, to, count);
        hostCount = count;
        var path = s.Path[..Math.Min(s.Path.Length, MaxTail)];
        var query = s.Query[..Math.Min(s.Query.Length, MaxTail)];
        if (!path.IsEmpty) count = Words(path, PathSeed, to, Grams(path, PathSeed, to, count));
        if (!query.IsEmpty) count = Words(query, QuerySeed, to, Grams(query, QuerySeed, to, count));
        return count;
    }

    /// <summary>The indices inside one word of a part (named by its seed), for explanations.</summary>
    public static int WriteWord(ReadOnlySpan<char> word, ulong seed, Span<uint> to)
    {
        var count = 0;
        for (var i = 0; i + 3 <= word.Length; i++)
        {
            var hash = Step(Step(Step(seed, word[i]), word[i + 1]), word[i + 2]);
            to[count++] = Finish(hash);
            if (i + 3 < word.Length) to[count++] = Finish(hash = Step(hash, word[i + 3]));
            if (i + 4 < word.Length) to[count++] = Finish(Step(hash, word[i + 4]));
        }
        to[count++] = Finish(Part(word, seed + 1));
        return count;
    }

    /// <summary>n-grams over the text between two border marks.</summary>
    private static int Grams(ReadOnlySpan<char> text, ulong seed, Span<uint> to, int count)
    {
        if (text.IsEmpty) return count;
        Span<char> bordered = stackalloc char[MaxTail + 2];
        bordered = bordered[..(text.Length + 2)];
        bordered[0] = bordered[^1] = Border;
        text.CopyTo(bordered[1..]);
        var at = 0;
        for (; at + 5 <= bordered.Length; at++)
        {
            var five = bordered.Slice(at, 5);
            var hash = Step(Step(Step(seed, five[0]), five[1]), five[2]);
            var three = to.Slice(count, 3);
            three[0] = Finish(hash);
            three[1] = Finish(hash = Step(hash, five[3]));
            three[2] = Finish(Step(hash, five[4]));
            count += 3;
        }
        for (; at + 3 <= bordered.Length; at++)
        {
            var hash = Step(Step(Step(seed, bordered[at]), bordered[at + 1]), bordered[at + 2]);
            to[count++] = Finish(hash);
            if (at + 4 <= bordered.Length) to[count++] = Finish(Step(hash, bordered[at + 3]));
        }
        return count;
    }

    private static int Words(ReadOnlySpan<char> text, ulong seed, Span<uint> to, int count)
    {
        var (hash, length) = (seed + 1, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiLetterOrDigit(text[i]))
            {
                hash = Step(hash, text[i]);
                length++;
                continue;
            }
            if (length > 1) to[count++] = Finish(hash);
            (hash, length) = (seed + 1, 0);
        }
        return count;
    }

    private static ulong Part(ReadOnlySpan<char> text, ulong seed)
    {
        foreach (var c in text) seed = Step(seed, c);
        return seed;
    }

    private static ulong Step(ulong hash, char c) => (hash ^ c) * Multiplier;

    private static uint Finish(ulong hash) => (uint)((hash ^ (hash >> 29)) * Multiplier >> 32);
}
