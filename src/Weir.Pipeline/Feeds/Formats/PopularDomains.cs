using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>Lists of popular domains, with or without a rank in front: each becomes the benign homepage of its domain.</summary>
public abstract class PopularDomains : HttpKind
{
    // No word of when a domain was first popular: its time stays unknown, so that no such list floods the newest days.
    private protected static FeedDefaults Usual { get; } = new()
    {
        IsPhishing = false,
        Trust = 0.7,
        Every = TimeSpan.FromDays(1),
        StaleAfter = TimeSpan.FromDays(14),
        MaxRows = 50_000,
        StampsUndated = false,
    };

    /// <inheritdoc/>
    public override IEnumerable<FeedRow> Parse(InputFile text) => TextRows.Lines(text, (line, raw) =>
    {
        var domain = raw.Split(',').Select(cell => cell.Trim().Trim('"')).LastOrDefault(cell => cell.Contains('.', StringComparison.Ordinal));
        if (domain is not null) return FeedRow.Entry(line, raw, $"https://{domain}/", isPhishing: false);
        return line == 1 ? FeedRow.LeftOut(line) : FeedRow.Refused(line, raw, "no domain");
    });
}

/// <summary>The Tranco list.</summary>
public sealed class Tranco : PopularDomains
{
    /// <inheritdoc/>
    public override string Name => "tranco";

    /// <inheritdoc/>
    public override string About => "Tranco, the first 50,000 of the most popular domains (MaxRows): benign homepages, no key";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = Usual with { Url = "https://tranco-list.eu/top-1m.csv.zip" };
}

/// <summary>The popular domains of Cloudflare Radar.</summary>
public sealed class CloudflareRadar : PopularDomains
{
    /// <inheritdoc/>
    public override string Name => "cloudflare-radar";

    /// <inheritdoc/>
    public override string About => "Cloudflare Radar, the first 50,000 of its 100,000 popular domains: benign homepages, with a token as key";

    /// <inheritdoc/>
    public override FeedDefaults Defaults { get; } = Usual with
    {
        Url = "https://api.cloudflare.com/client/v4/radar/datasets/ranking_top_100000",
        KeyHeader = "Authorization: Bearer",
        NeedsKey = true,
    };
}
