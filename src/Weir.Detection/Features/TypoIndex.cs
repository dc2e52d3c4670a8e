namespace Weir.Detection.Features;

/// <summary>
/// Words one typing slip (a character left out, added, changed or swapped with its neighbour) away from a name: names and
/// words meet where one of their characters is deleted (Garbe's symmetric deletion), so that a look-up costs a few probes.
/// What meets is compared, since two deletions may also be far apart. Immutable; finding allocates nothing.
/// </summary>
internal sealed class TypoIndex
{
    /// <summary>Shorter names and words have too many neighbours.</summary>
    public const int Shortest = 6;

    /// <summary>Longer ones are not looked up.</summary>
    public const int Longest = 24;

    private const int FilterBits = 18;
    private const ulong Base = 0x9E3779B97F4A7C15;
    private readonly Dictionary<ulong, int> _heads = [];
    private readonly List<(int Name, int Next)> _chains = [(0, 0)];
    private readonly (string Term, int Value)[] _names;

    // One bit a hash, small enough for the cache: nearly every word is answered by it.
    private readonly ulong[] _seen = new ulong[1 << (FilterBits - 6)];

    public TypoIndex(IEnumerable<(string Term, int Value)> names)
    {
        _names = [.. names.Where(name => name.Term.Length is >= Shortest and <= Longest)];
        Span<ulong> hashes = stackalloc ulong[Longest];
        // Backwards, so that the chains tell the first names first.
        for (var n = _names.Length - 1; n >= 0; n--)
        {
            Add(Hashes(_names[n].Term, hashes), n);
            foreach (var hash in hashes[.._names[n].Term.Length]) Add(hash, n);
        }
    }

    /// <summary>The name (not the owner's) that a hyphen-separated word of the label nearly spells; 0 = none.</summary>
    public int Find(ReadOnlySpan<char> label, int owner)
    {
        foreach (var range in label.Split('-'))
        {
            var word = label[range];
            if (word.Length is < Shortest or > Longest) continue;
            var found = FindWord(word, owner);
            if (found != 0) return found;
        }
        return 0;
    }

    /// <summary>True when one slip, and no less, lies between the two.</summary>
    public static bool IsOneSlip(ReadOnlySpan<char> word, ReadOnlySpan<char> name)
    {
        if (word.Length > name.Length) return IsOneSlip(name, word);
        var same = word.CommonPrefixLength(name);
        if (name.Length == word.Length + 1) return word[same..].SequenceEqual(name[(same + 1)..]);
        if (name.Length != word.Length || same == word.Length) return false;
        if (word[(same + 1)..].SequenceEqual(name[(same + 1)..])) return true;
        return same + 1 < word.Length && word[same] == name[same + 1] && word[same + 1] == name[same] && word[(same + 2)..].SequenceEqual(name[(same + 2)..]);
    }

    private int FindWord(ReadOnlySpan<char> word, int owner)
    {
        Span<ulong> hashes = stackalloc ulong[Longest];
        var found = Probe(Hashes(word, hashes), word, owner);
        for (var i = 0; i < word.Length && found == 0; i++) found = Probe(hashes[i], word, owner);
        return found;
    }

    private int Probe(ulong hash, ReadOnlySpan<char> word, int owner)
    {
        if ((_seen[Word(hash)] & Bit(hash)) == 0 || !_heads.TryGetValue(hash, out var at)) return 0;
        for (; at != 0; at = _chains[at].Next)
        {
            var (term, value) = _names[_chains[at].Name];
            if (value != owner && IsOneSlip(word, term)) return value;
        }
        return 0;
    }

    private void Add(ulong hash, int name)
    {
        _chains.Add((name, _heads.GetValueOrDefault(hash)));
        _heads[hash] = _chains.Count - 1;
        _seen[Word(hash)] |= Bit(hash);
    }

    private static int Word(ulong hash) => (int)(hash * Base >> (64 - FilterBits + 6));

    private static ulong Bit(ulong hash) => 1UL << (int)(hash * Base >> (64 - FilterBits));

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
