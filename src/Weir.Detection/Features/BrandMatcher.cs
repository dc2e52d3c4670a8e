using System.Runtime.CompilerServices;
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

    private static readonly ConditionalWeakTable<Brands, BrandMatcher> Made = [];

    private readonly PartTerms _terms;
    private readonly TermAutomaton _folded;
    private readonly TypoIndex _typos;

    public BrandMatcher(Brands brands)
    {
        var names = brands.All.Index().SelectMany(b => b.Item.Names.Select(name => (Term: name, Value: b.Index + 1))).ToList();
        _terms = new PartTerms(brands);
        _folded = new TermAutomaton([.. names.Where(n => n.Term.Length >= PartTerms.ShortestInside).Select(n => (LookAlikes.Fold(n.Term), n.Value))]);
        _typos = new TypoIndex(names);
    }

    /// <summary>The matcher of these brands, made once: detectors come and go with models, and two run side by side.</summary>
    public static BrandMatcher Of(Brands brands) => Made.GetValue(brands, static given => new BrandMatcher(given));

    /// <summary>Looks through all parts; counts the words of themes on the way.</summary>
    public BrandHits Find(in BrandPlaces at, Span<char> buffer, ref UrlThemes themes)
    {
        var hits = new BrandHits { Owner = at.Owner };
        var name = FindInName(at, ref themes);
        if (at.Seen != at.Name || !TakeName(name, at.Name.Length, ref hits)) Alike(at.Seen[..Math.Min(at.Seen.Length, MaxHost)], buffer, ref hits);
        var sub = _terms.Find(at.Sub, hits.Owner, false, ref themes.Host);
        var ignored = default(ThemeCounts);
        var user = at.Userinfo.IsEmpty ? 0 : _terms.Find(at.Userinfo, hits.Owner, false, ref ignored).Brand;
        hits.InUserinfo = user != 0;
        hits.Sub = sub.Brand != 0 ? sub.Brand : user;
        hits.Path = _terms.Find(at.Path, hits.Owner, true, ref themes.Path).Brand;
        hits.Query = _terms.Find(at.Query, hits.Owner, true, ref themes.Query).Brand;
        hits.Generic = name.Generic != 0 ? name.Generic : sub.Generic;
        return hits;
    }

    private PartHits FindInName(in BrandPlaces at, ref UrlThemes themes)
    {
        if (at.Name.Length <= MaxHost) return _terms.Find(at.Name, at.Owner, false, ref themes.Host);
        // Words are counted in all of a monstrous name, brands looked for in its beginning.
        var ignored = default(ThemeCounts);
        _terms.Find(at.Name, at.Owner, false, ref themes.Host);
        return _terms.Find(at.Name[..MaxHost], at.Owner, false, ref ignored);
    }

    private static bool TakeName(in PartHits found, int length, ref BrandHits hits)
    {
        if (found.Brand == 0) return false;
        hits.Combo = found.BrandLength < Math.Min(length, MaxHost);
        if (found.IsWord) hits.NameWord = found.Brand;
        else hits.NameInside = found.Brand;
        return true;
    }

    private void Alike(ReadOnlySpan<char> seen, Span<char> buffer, ref BrandHits hits)
    {
        // A brand's own name may well look like another's: paypal is one letter from paypay.
        if (hits.Owner != 0) return;
        var folded = buffer[..LookAlikes.Fold(seen, buffer)];
        hits.NameLookalike = Longest(folded, hits.Owner, out var length);
        hits.Combo = hits.NameLookalike != 0 && length < folded.Length;
        if (hits.NameLookalike == 0) hits.NameTypo = _typos.Find(seen, hits.Owner);
    }

    /// <summary>The longest folded name that is no part of the owner's names.</summary>
    private int Longest(ReadOnlySpan<char> text, int owner, out int length)
    {
        var (best, state) = (0, 0);
        length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var found = _folded.Step(ref state, text[i]);
            if (found == 0) continue;
            var (brand, size) = _folded.Term(found);
            if (size <= length || brand == owner || (size < PartTerms.ShortestInside && !WordFeatures.IsWord(size, text, i))) continue;
            (best, length) = (brand, size);
        }
        return best;
    }
}
