using Weir.Storage.Monitoring;

namespace Weir.Pipeline.Monitoring;

/// <summary>Everything that a report is computed from, read already.</summary>
public sealed record DriftInput
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>First moment of the window.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The version that is watched.</summary>
    public required string Model { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset Trained { get; init; }

    /// <summary>What it was judged and trained on; null when nothing was kept.</summary>
    public ModelReference? Reference { get; init; }

    /// <summary>Labelled samples collected in the window, after the training.</summary>
    public required RowFrame Samples { get; init; }

    /// <summary>URLs that were checked in the window.</summary>
    public required RowFrame Traffic { get; init; }

    /// <summary>URLs that were checked in the time before.</summary>
    public required RowFrame History { get; init; }

    /// <summary>Samples that came after the training, each beside its row of <see cref="LaterFrame"/>.</summary>
    public required IReadOnlyList<WatchedSample> Later { get; init; }

    /// <summary>The same as the model sees them.</summary>
    public required RowFrame LaterFrame { get; init; }
}

/// <summary>Phishing and benign labels of the window and of the time before.</summary>
public readonly record struct WindowLabels(long Phishing, long Benign, long PhishingBefore, long BenignBefore);
