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

    internal char[] Folded { get; } = new char[BrandMatcher.MaxHost];

    internal void Reserve(int length)
    {
        if (Lower.Length < length) Lower = new char[Math.Max(length, 2 * Lower.Length)];
    }
}
