namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>The settings that only this kind knows.</summary>
/// <param name="IsStatic">The log is read as static tiles, not by RFC 6962.</param>
/// <param name="MaxEntries">Most entries of one fetch.</param>
/// <param name="Batch">Entries asked for in one request; logs give fewer as they like.</param>
/// <param name="Backlog">How many of the newest entries the first fetch reads, and one that fell behind goes on with.</param>
/// <param name="MaxBehind">A fetch that is further behind passes over the rest.</param>
/// <param name="MinScore">Least likeness of a candidate, 0..1.</param>
/// <param name="KeepFor">How long a candidate is kept after its newest certificate.</param>
internal sealed record CtOptions(bool IsStatic, int MaxEntries, int Batch, int Backlog, int MaxBehind, double MinScore, TimeSpan KeepFor);

/// <summary>A certificate-transparency log as a feed of candidates.</summary>
internal sealed class CtFeedKind : IFeedKind
{
    public string Name => "ct";

    public string About => "names on new certificates that resemble a brand, from a certificate-transparency log; candidates without a label";

    public FeedDefaults Defaults { get; } = new() { Every = TimeSpan.FromMinutes(1), StaleAfter = TimeSpan.FromDays(1), IsWhole = false, StampsUndated = false };

    public IFeedFetcher Create(FeedSettings feed, SettingBlock block)
    {
        return new CtFetcher(new CtOptions(
            block.Word("Protocol", "rfc6962", "rfc6962", "static") == "static",
            block.Number("MaxEntries", 20_000, 1, 10_000_000),
            block.Number("Batch", 256, 1, 4096),
            block.Number("Backlog", 1000, 0, 100_000_000),
            block.Number("MaxBehind", 5_000_000, 1000, int.MaxValue),
            block.Share("MinScore", 0.7),
            block.Span("KeepFor", TimeSpan.FromDays(90))));
    }
}
