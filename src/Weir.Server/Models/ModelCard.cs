using Weir.Detection;
using Weir.Pipeline.Gates;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>Everything that is known of one version but its report.</summary>
public sealed record ModelCard
{
    /// <summary>Its name.</summary>
    public required string Version { get; init; }

    /// <summary>champion, shadow, ab (it answers a share), passed, refused, unjudged, or baseline for the model that is shipped.</summary>
    public required string State { get; init; }

    /// <summary>cycle, import, or shipped.</summary>
    public required string Origin { get; init; }

    /// <summary>SHA-256 of its file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Feature schema.</summary>
    public required string Schema { get; init; }

    /// <summary>When it was registered; null for the shipped one.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The earliest dated row of its data.</summary>
    public DateTimeOffset? WindowFrom { get; init; }

    /// <summary>The latest dated row of its data.</summary>
    public DateTimeOffset? WindowTo { get; init; }

    /// <summary>Hash of the rows it was trained on; null for an imported model.</summary>
    public string? DatasetHash { get; init; }

    /// <summary>The snapshot of the rows, as long as it is known.</summary>
    public DatasetRecord? Dataset { get; init; }

    /// <summary>The champion when it was registered.</summary>
    public string? Parent { get; init; }

    /// <summary>Training parameters, beside those of the parent.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; init; } = [];

    /// <summary>Whether every gate passed; null before it was judged.</summary>
    public bool? GatesPassed { get; init; }

    /// <summary>What each gate measured.</summary>
    public IReadOnlyList<GateResult> Gates { get; init; } = [];

    /// <summary>What the features weigh in it, the heaviest first; empty when the file does not say.</summary>
    public IReadOnlyList<ModelFeature> Features { get; init; } = [];

    /// <summary>Rows it was trained on, as its file says.</summary>
    public int? Rows { get; init; }

    /// <summary>Scores above this are called phishing.</summary>
    public double? PhishingThreshold { get; init; }

    /// <summary>Scores above this are at least suspicious.</summary>
    public double? SuspiciousThreshold { get; init; }

    /// <summary>Share of phishing at which its scores are probabilities.</summary>
    public double? BaseRate { get; init; }

    /// <summary>Why its file could not be read; null when it could.</summary>
    public string? FileFault { get; init; }
}

/// <summary>One training parameter; before is that of the parent, null without one.</summary>
public sealed record ModelParameter(string Name, string? Value, string? Before)
{
    /// <summary>Whether it differs from the parent's.</summary>
    public bool IsChanged => Before is not null && Before != Value;
}
