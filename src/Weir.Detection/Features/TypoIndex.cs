namespace Weir.Detection.Features;

/// <summary>
/// Words one typing slip (a character left out, added, changed or swapped with its neighbour) away from a name: names and
/// words meet where one of their characters is deleted (Garbe's symmetric deletion), so that a look-up costs a few probes.
/// </summary>
internal sealed class TypoIndex
{
    private const int Shortest = 6;
    private const int Longest = 24;
    private const ulong Base = 0x9E3779B97F4A7C15;
    private readonly Dictionary<ulong, int> _whole = [];
    private readonly Dictionary<ulong, int> _deleted = [];

    public TypoIndex(IEnumerable<(string Term, int Value)> names)
    {
        Span<ulong> hashes = stackalloc ulong[Longest + 1];
        foreach (var (term, value) in names)
        {
            if (term.Length is < Shortest or > Longest) continue;
            _whole.TryAdd(Hashes(term, hashes), value);
            for (var i = 0; i < term.Length; i++) _deleted.TryAdd(hashes[i], value);
        }
    }

    /// <summary>The name (not the owner's) that a hyphen-separated word of the label nearly spells; 0 = none.</summary>
    public int Find(ReadOnlySpan<char> label, int owner)
    {
        foreach (var range in label.Split('-'))
        {
            var word = label[range];
            if (word.Length is < Shortest or > Longest) continue;
            var found = FindWord(word);
            if (found != 0 && found != owner) return found;
        }
        return 0;
    }

    private int FindWord(ReadOnlySpan<char> word)
    {
        Span<ulong> hashes = stackalloc ulong[Longest + 1];
        if (_deleted.TryGetValue(Hashes(word, hashes), out var found)) return found;
        for (var i = 0; i < word.Length; i++)
            if (_whole.TryGetValue(hashes[i], out found) || _deleted.TryGetValue(hashes[i], out found))
                return found;
        return 0;
    }

    /// <summary>Polynomial hash of the word; into <paramref name="deleted"/> go the hashes with one character left out.</summary>
    private static ulong Hashes(ReadOnlySpan<char> word, Span<ulong> deleted)
    {
        Span<ulong> prefix = stackalloc ulong[Longest + 1];
        prefix[0] = 0;
        for (var i = 0; i < word.Length; i++) prefix[i + 1] = prefix[i] * Base + word[i];
        var (suffix, power) = (0UL, 1UL);
        for (var i = word.Length - 1; i >= 0; i--)
        {
            deleted[i] = prefix[i] * power + suffix;
            suffix += word[i] * power;
            power *= Base;
        }
        return prefix[word.Length];
    }
}
