using Weir.Detection.Features;

namespace Weir.Detection;

/// <summary>Reusable buffers of a detector: one a thread.</summary>
public sealed class DetectorScratch
{
    [ThreadStatic] private static DetectorScratch? _ofThread;

    /// <summary>Buffers of feature extraction and parsing.</summary>
    public FeatureScratch Features { get; } = new();

    /// <summary>The scratch of the calling thread.</summary>
    internal static DetectorScratch OfThread => _ofThread ??= new();
}
