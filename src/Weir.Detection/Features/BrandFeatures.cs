namespace Weir.Detection.Features;

/// <summary>Brands named outside their own domains.</summary>
internal sealed class BrandFeatures : FeatureGroup
{
    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        new("brand_owner", Families.Brand, "flag", "The registrable domain belongs to a known brand"),
        new("brand_word", Families.Brand, "flag", "A word of the registered label is a brand that does not own the domain"),
        new("brand_inside", Families.Brand, "flag", "A foreign brand's name stands inside the registered label"),
        new("brand_lookalike", Families.Brand, "flag", "The registered label looks like a foreign brand (homoglyphs, digits for letters)"),
        new("brand_typo", Families.Brand, "flag", "A word of the registered label is one typing slip from a foreign brand"),
        new("brand_sub", Families.Brand, "flag", "A foreign brand is named before the registrable domain or as the user"),
        new("brand_path", Families.Brand, "flag", "A foreign brand is named in the path"),
        new("brand_query", Families.Brand, "flag", "A foreign brand is named in the query"),
        new("brand_generic", Families.Brand, "flag", "A brand whose name is an ordinary word is named in the host"),
        new("brand_combo", Families.Brand, "flag", "The brand's name is combined with other words in the label"),
        new("brand_on_tenant", Families.Brand, "flag", "A brand is named by a tenant of a shared host"),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        var hits = s.Brands;
        row.Add(hits.Owner != 0);
        row.Add(hits.NameWord != 0);
        row.Add(hits.NameInside != 0);
        row.Add(hits.NameLookalike != 0);
        row.Add(hits.NameTypo != 0);
        row.Add(hits.Sub != 0);
        row.Add(hits.Path != 0);
        row.Add(hits.Query != 0);
        row.Add(hits.Generic != 0);
        row.Add(hits.Combo);
        row.Add(hits.InHost != 0 && (s.Domain.IsPrivateSuffix || s.Traits != 0));
    }
}
