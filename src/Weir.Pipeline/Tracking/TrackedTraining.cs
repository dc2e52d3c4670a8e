namespace Weir.Pipeline.Tracking;

/// <summary>What a training tells a tracking server of itself, where its record is more than a list of parameters.</summary>
public sealed record TrackedTraining
{
    /// <summary>What the registered model is about; its name begins with the setting for models of tables.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters by name.</summary>
    public IReadOnlyList<(string Name, string Value)> Parameters { get; init; } = [];

    /// <summary>Figures by name.</summary>
    public IReadOnlyList<(string Name, double Value)> Figures { get; init; } = [];

    /// <summary>Files beside the model.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Files { get; init; } = [];
}
