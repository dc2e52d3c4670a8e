using Weir.Detection.Features;
using Weir.Detection.Urls;

namespace Weir.Detection;

/// <summary>Reusable buffers of a detector: one a thread.</summary>
public sealed class DetectorScratch
{
    [ThreadStatic] private static DetectorScratch? _ofThread;
    private readonly Unwrap[] _carried = [.. Enumerable.Range(0, Detector.Deepest).Select(_ => new Unwrap())];
    private readonly UrlText[] _deciding = [.. Enumerable.Range(0, Detector.Deepest).Select(_ => new UrlText(128))];

    /// <summary>Buffers of feature extraction and parsing.</summary>
    public FeatureScratch Features { get; } = new();

    /// <summary>The scratch of the calling thread.</summary>
    internal static DetectorScratch OfThread => _ofThread ??= new();

    /// <summary>The text of a subject that was written defanged or with hidden characters.</summary>
    internal UrlText Plain { get; } = new(128);

    /// <inheritdoc cref="Plain"/>
    internal UrlText Seen { get; } = new(128);

    /// <summary>What an address at this depth carries.</summary>
    internal Unwrap Carried(int depth) => _carried[depth];

    /// <summary>The address that decided at this depth or deeper.</summary>
    internal UrlText Deciding(int depth) => _deciding[depth];
}
