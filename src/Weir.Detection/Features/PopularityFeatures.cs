namespace Weir.Detection.Features;

/// <summary>How popular the site is. Hidden from part of the training rows, so that the unknown is not condemned for being unknown.</summary>
internal sealed class PopularityFeatures : FeatureGroup
{
    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        new("domain_rank", Families.Popularity, "log10 rank", "Popularity rank of the registrable domain; 7 = not listed"),
        new("host_rank", Families.Popularity, "log10 rank", "Popularity rank of the full host; 7 = not listed"),
        new("popular_and_bare", Families.Popularity, "flag", "A listed domain without subdomain and shared hosting"),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        var domain = Log(s.DomainRank);
        row.Add(domain);
        row.Add(s.HostRank == s.DomainRank ? domain : Log(s.HostRank));
        row.Add(s.DomainRank > 0 && s.Sub.IsEmpty && s.Traits == 0);
    }

    /// <summary>The value that hides popularity: as if the domain stood in no list.</summary>
    public static float Unlisted(int column) => UrlFeatureSchema.All[column].Unit == "flag" ? 0 : 7;

    private static double Log(int rank) => rank > 0 ? Math.Log10(rank) : 7;
}
