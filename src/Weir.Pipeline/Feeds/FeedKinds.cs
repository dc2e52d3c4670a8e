using Weir.Pipeline.Feeds.CertificateTransparency;
using Weir.Pipeline.Feeds.Drop;
using Weir.Pipeline.Feeds.Formats;
using Weir.Pipeline.Feeds.Pages;
using Weir.Pipeline.Feeds.Sync;

namespace Weir.Pipeline.Feeds;

/// <summary>All kinds of feeds.</summary>
public static class FeedKinds
{
    /// <summary>Every kind, in the order in which people read them.</summary>
    public static IReadOnlyList<IFeedKind> All { get; } =
    [
        new OpenPhish(), new PhishTank(), new Urlhaus(), new ThreatFox(), new CertCsv(),
        new Tranco(), new CloudflareRadar(),
        new MappedCsv(), new MappedJson(), new Lines(),
        new DropFeedKind(), new CtFeedKind(), new PageFeedKind(), new RsyncFeedKind(), new S3FeedKind(),
    ];

    /// <summary>The names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(kind => kind.Name));

    /// <summary>The kind of a name without regard to case, or null.</summary>
    public static IFeedKind? Find(string name) => All.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
