using Weir.Detection.Reference;

namespace Weir.Detection.Features;

/// <summary>
/// Finds impersonated brands in the parts of a URL: exact words, names inside longer words, look-alike spellings
/// (homoglyphs, digits for letters) and single typing slips. Immutable; finding allocates nothing.
/// </summary>
internal sealed class BrandMatcher
{
    /// <summary>Characters of a label that are looked at.</summary>
    public const int MaxHost = 256;

    private const int ShortestInside = 5;
    private readonly TermAutomaton _names;
    private readonly TermAutomaton _folded;
    private readonly TermAutomaton _generic;
    private readonly TypoIndex _typos;

    public BrandMatcher(Brands brands)
    {
        var names = brands.All.Index().SelectMany(b => b.Item.Names.Select(name => (Term: name, Value: b.Index + 1))).ToList();
        _names = new TermAutomaton(names);
        _folded = new TermAutomaton([.. names.Where(n => n.Term.Length >= ShortestInside).Select(n => (LookAlikes.Fold(n.Term), n.Value))]);
        _generic = new TermAutomaton([.. brands.All.Index().SelectMany(b => b.Item.GenericNames.Select(name => (name, b.Index + 1)))]);
        _typos = new TypoIndex(names);
    }

    /// <summary>Looks through all parts.</summary>
    public BrandHits Find(in BrandPlaces at, Span<char> buffer)
    {
        var hits = new BrandHits { Owner = at.Owner };
        var name = at.Name[..Math.Min(at.Name.Length, MaxHost)];
        if (at.Seen != at.Name || !InName(name, ref hits)) Alike(at.Seen[..Math.Min(at.Seen.Length, MaxHost)], buffer, ref hits);
        hits.Sub = Longest(_names, at.Sub, hits.Owner, false, out _, out _);
        var user = at.Userinfo.IsEmpty ? 0 : Longest(_names, at.Userinfo, hits.Owner, false, out _, out _);
        hits.InUserinfo = user != 0;
        if (hits.Sub == 0) hits.Sub = user;
        hits.Path = Longest(_names, at.Path, hits.Owner, true, out _, out _);
        hits.Query = Longest(_names, at.Query, hits.Owner, true, out _, out _);
        hits.Generic = Longest(_generic, name, hits.Owner, true, out _, out _);
        if (hits.Generic == 0) hits.Generic = Longest(_generic, at.Sub, hits.Owner, true, out _, out _);
        return hits;
    }

    private bool InName(ReadOnlySpan<char> name, ref BrandHits hits)
    {
        var found = Longest(_names, name, hits.Owner, false, out var isWord, out var length);
        if (found == 0) return false;
        hits.Combo = length < name.Length;
        if (isWord) hits.NameWord = found;
        else hits.NameInside = found;
        return true;
    }

    private void Alike(ReadOnlySpan<char> seen, Span<char> buffer, ref BrandHits hits)
    {
        // A brand's own name may well look like another's: paypal is one letter from paypay.
        if (hits.Owner != 0) return;
        var folded = buffer[..LookAlikes.Fold(seen, buffer)];
        hits.NameLookalike = Longest(_folded, folded, hits.Owner, false, out _, out var length);
        hits.Combo = hits.NameLookalike != 0 && length < folded.Length;
        if (hits.NameLookalike == 0) hits.NameTypo = _typos.Find(seen, hits.Owner);
    }

    /// <summary>The longest term that is no part of the owner's names; short ones only as words of their own.</summary>
    private static int Longest(TermAutomaton terms, ReadOnlySpan<char> text, int owner, bool wordsOnly, out bool isWord, out int length)
    {
        var (best, state) = (0, 0);
        isWord = false;
        length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var found = terms.Step(ref state, text[i]);
            if (found == 0) continue;
            var (brand, size) = terms.Term(found);
            if (size <= length || brand == owner) continue;
            var word = IsEdge(text, i - size) && IsEdge(text, i + 1);
            if (!word && (wordsOnly || size < ShortestInside)) continue;
            (best, length, isWord) = (brand, size, word);
        }
        return best;
    }

    private static bool IsEdge(ReadOnlySpan<char> text, int at) => (uint)at >= (uint)text.Length || !char.IsAsciiLetter(text[at]);
}
