using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>Reusable buffers of feature extraction, one a thread; nothing is allocated once they have grown.</summary>
public sealed class FeatureScratch
{
    /// <summary>Buffers of the URL parser.</summary>
    public UrlScratch Url { get; } = new();

    /// <summary>One row of dense features.</summary>
    public float[] Row { get; } = new float[UrlFeatureSchema.Count];

    /// <summary>Hashed indices of one row.</summary>
    internal uint[] Indices { get; } = new uint[TextHasher.MaxIndices];

    internal ulong[] Categories { get; } = new ulong[CategoryKeys.Count];

    internal char[] Lower = new char[1024];

    internal char[] Plain = new char[1024];

    internal char[] Host = new char[256];

    internal char[] Seen { get; } = new char[64];

    internal char[] Folded { get; } = new char[BrandMatcher.MaxHost];

    internal void Reserve(int length)
    {
        if (Lower.Length >= length) return;
        Lower = new char[Math.Max(length, 2 * Lower.Length)];
        Plain = new char[Lower.Length];
    }

    internal char[] ReserveHost(int length)
    {
        // An IPv6 host of few characters can grow to an IPv4 address of up to 15.
        if (Host.Length < length + 16) Host = new char[2 * length];
        return Host;
    }
}
