namespace Weir.Detection.Features;

/// <summary>
/// The dense features of the URL channel, named and versioned. The last columns come from fitted parts of the model
/// (category encodings, text scores). Nothing here depends on the time or the source of a row.
/// </summary>
public static class UrlFeatureSchema
{
    /// <summary>Name of the schema.</summary>
    public const string Name = "url";

    /// <summary>Version of the schema; a model of another version is refused.</summary>
    public const int Version = 1;

    internal static readonly FeatureGroup[] Groups =
    [
        new HostFeatures(), new NameFeatures(), new PopularityFeatures(), new HostingFeatures(), new BrandFeatures(),
        new WordFeatures(), new PathFeatures(), new DisguiseFeatures(),
    ];

    internal static readonly FeatureDefinition[] Fitted =
    [
        new("suffix_log_odds", Families.Suffix, "log-odds", "How much more often the public suffix was seen in phishing, smoothed"),
        new("tld_log_odds", Families.Suffix, "log-odds", "The same for the top-level domain"),
        new("platform_log_odds", Families.Hosting, "log-odds", "The same for the shared platform or well-known host"),
        new("host_text_score", Families.Text, "log-odds", "Sum of the host's hashed n-gram and word weights"),
        new("path_text_score", Families.Text, "log-odds", "Sum of the path's and query's hashed n-gram and word weights"),
        new("text_score", Families.Text, "log-odds", "Score of the hashed linear model on the whole address"),
    ];

    /// <summary>All features in column order.</summary>
    public static IReadOnlyList<FeatureDefinition> All { get; } = [.. Groups.SelectMany(group => group.Definitions), .. Fitted];

    /// <summary>How many columns a row has.</summary>
    public static int Count { get; } = All.Count;

    /// <summary>Column of the first fitted feature; those before it are read from the URL alone.</summary>
    public static int FirstFittedColumn { get; } = All.Count - Fitted.Length;

    /// <summary>Column that tells whether a brand owns the domain: hidden together with popularity.</summary>
    public static int OwnerColumn { get; } = IndexOf("brand_owner");

    /// <summary>Columns that tell how popular a domain is: hidden from part of the training rows and for masked figures.</summary>
    public static IReadOnlyList<int> PopularityColumns { get; } =
        [.. All.Index().Where(f => f.Item.Family == Families.Popularity).Select(f => f.Index)];

    /// <summary>The value of a popularity column for a domain that no list knows.</summary>
    public static float UnlistedValue(int column) => PopularityFeatures.Unlisted(column);

    /// <summary>The column of a feature, -1 when there is none of this name.</summary>
    public static int IndexOf(string id)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Id == id) return i;
        return -1;
    }

    /// <summary>Writes all but the fitted columns.</summary>
    internal static void Fill(in UrlSubject subject, Span<float> values)
    {
        var row = new FeatureRow(values);
        foreach (var group in Groups) group.Fill(subject, ref row);
    }
}
