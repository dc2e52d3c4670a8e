using Weir.Detection.Urls.Idna;

namespace Weir.Detection.Urls;

/// <summary>
/// The reusable buffers of the URL parser: one a thread. A <see cref="Url"/> points into them and lives until the next
/// parse with the same scratch. After the first few URLs nothing is allocated any more.
/// </summary>
public sealed class UrlScratch
{
    /// <summary>Longest text that is read, in UTF-16 units, unless told otherwise.</summary>
    public const int DefaultLimit = 8192;

    /// <summary>Buffers for texts of at most <paramref name="limit"/> UTF-16 units; longer ones are cut and marked.</summary>
    public UrlScratch(int limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 16);
        Limit = limit;
    }

    /// <summary>Longest text that is read, in UTF-16 units.</summary>
    public int Limit { get; }

    internal UrlText Href { get; } = new(512);

    internal UrlText Input { get; } = new(512);

    internal UrlText Host { get; } = new(256);

    internal IdnaScratch Idna { get; } = new();
}
