using System.Runtime.CompilerServices;
using Weir.Detection.Reference;

namespace Weir.Detection.Features;

/// <summary>How often words of each theme stand in a part of a URL.</summary>
[InlineArray(WordThemes.Count)]
internal struct ThemeCounts
{
    private int _first;
}

/// <summary>The counts of a URL.</summary>
internal struct UrlThemes
{
    /// <summary>Before the public suffix.</summary>
    public ThemeCounts Host;
    /// <summary>In the path.</summary>
    public ThemeCounts Path;
    /// <summary>In the query.</summary>
    public ThemeCounts Query;
}

/// <summary>What stands in one part of a URL. Brands are number + 1, 0 = none.</summary>
internal struct PartHits
{
    /// <summary>The longest brand name, when it is none of the owner's.</summary>
    public int Brand;
    /// <summary>Its length.</summary>
    public int BrandLength;
    /// <summary>It stands there as a word of its own.</summary>
    public bool IsWord;
    /// <summary>The longest name that is an ordinary word, too, as a word of its own.</summary>
    public int Generic;
    /// <summary>Its length.</summary>
    public int GenericLength;
}

/// <summary>
/// Looks through a part of a URL once for all terms: brand names, brand names that are ordinary words, and the words of
/// themes. Immutable; looking allocates nothing.
/// </summary>
internal sealed class PartTerms
{
    /// <summary>Shorter brand names count only as words of their own.</summary>
    public const int ShortestInside = 5;

    private const int Names = 0, Generic = 1, Themes = 2;
    private readonly TermAutomaton _terms;

    public PartTerms(Brands brands) => _terms = new TermAutomaton(
        [.. brands.All.Index().SelectMany(b => b.Item.Names.Select(name => (name, b.Index + 1)))],
        [.. brands.All.Index().SelectMany(b => b.Item.GenericNames.Select(name => (name, b.Index + 1)))],
        [.. WordThemes.All]);

    /// <summary>Finds the brands and adds the words to the counts.</summary>
    /// <param name="text">The part, in lower case.</param>
    /// <param name="owner">The brand whose names do not count.</param>
    /// <param name="wordsOnly">Brand names inside longer words do not count.</param>
    /// <param name="themes">Counts to add to.</param>
    public PartHits Find(ReadOnlySpan<char> text, int owner, bool wordsOnly, ref ThemeCounts themes)
    {
        var hits = default(PartHits);
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!_terms.Move(ref state, text[i])) continue;
            if (_terms.Found(state, Names) is > 0 and var name) TakeName(_terms.Term(name), text, i, owner, wordsOnly, ref hits);
            if (_terms.Found(state, Generic) is > 0 and var generic) TakeGeneric(_terms.Term(generic), text, i, owner, ref hits);
            if (_terms.Found(state, Themes) is > 0 and var word && WordFeatures.Counts(_terms.Term(word).Length, text, i)) themes[_terms.Term(word).Value]++;
        }
        return hits;
    }

    private static void TakeName((int Brand, int Length) term, ReadOnlySpan<char> text, int end, int owner, bool wordsOnly, ref PartHits hits)
    {
        if (term.Length <= hits.BrandLength || term.Brand == owner) return;
        var isWord = WordFeatures.IsWord(term.Length, text, end);
        if (isWord || !(wordsOnly || term.Length < ShortestInside)) (hits.Brand, hits.BrandLength, hits.IsWord) = (term.Brand, term.Length, isWord);
    }

    private static void TakeGeneric((int Brand, int Length) term, ReadOnlySpan<char> text, int end, int owner, ref PartHits hits)
    {
        if (term.Length > hits.GenericLength && term.Brand != owner && WordFeatures.IsWord(term.Length, text, end))
            (hits.Generic, hits.GenericLength) = (term.Brand, term.Length);
    }
}
