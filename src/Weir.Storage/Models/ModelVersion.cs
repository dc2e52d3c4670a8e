namespace Weir.Storage.Models;

/// <summary>
/// The immutable record of a model. <see cref="Report"/>, <see cref="Gates"/> and <see cref="GatedSha256"/> come with its
/// judgement; what was judged is named by its hash, so that only these bytes can be promoted.
/// </summary>
public sealed record ModelVersion
{
    /// <summary>The name of the version, unique in the registry.</summary>
    public required string Version { get; init; }

    /// <summary>The channel as the database numbers it: 0 for addresses.</summary>
    public int Channel { get; init; }

    /// <summary>cycle, or import.</summary>
    public required string Origin { get; init; }

    /// <summary>SHA-256 of the model file, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The file, relative to the data directory.</summary>
    public required string File { get; init; }

    /// <summary>The feature schema that it was trained for.</summary>
    public required string Schema { get; init; }

    /// <summary>The earliest dated row of its data.</summary>
    public DateTimeOffset? WindowFrom { get; init; }

    /// <summary>The latest dated row of its data.</summary>
    public DateTimeOffset? WindowTo { get; init; }

    /// <summary>The snapshot it was trained on; null for an imported model.</summary>
    public string? DatasetHash { get; init; }

    /// <summary>The training parameters as JSON.</summary>
    public required string Parameters { get; init; }

    /// <summary>The champion when it was registered.</summary>
    public string? Parent { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The evaluation report as JSON; null before it was judged.</summary>
    public string? Report { get; init; }

    /// <summary>The gate results as JSON; null before it was judged.</summary>
    public string? Gates { get; init; }

    /// <summary>Whether every gate passed; null before it was judged.</summary>
    public bool? GatesPassed { get; init; }

    /// <summary>SHA-256 of the bytes that were judged.</summary>
    public string? GatedSha256 { get; init; }
}

/// <summary>One step in the life of a model: registered, judged, refused, shadow, ab, dropped, replaced, promoted, rolled-back.</summary>
public sealed record ModelEvent(long Id, DateTimeOffset At, string Kind, string Version, string? Previous, string Actor, string Reason);

/// <summary>The model that serves, and since when.</summary>
public sealed record Champion(string Version, string Sha256, string File, DateTimeOffset Since);
