namespace Weir.Pipeline;

/// <summary>
/// How eagerly Weir learns. The first two say when to train; the last two are gates, and count only when a preset is named:
/// <paramref name="NewSamples"/> newly labelled samples, or <paramref name="MaxAge"/> since the last training; then at least
/// <paramref name="Accuracy"/> and at most <paramref name="FalsePositives"/> (0..1, both with suspicious counted as an alarm).
/// </summary>
public sealed record TrainingPreset(string Name, int NewSamples, TimeSpan MaxAge, double Accuracy, double FalsePositives)
{
    /// <summary>The setting that names a preset.</summary>
    public const string Setting = "Training:Preset";

    /// <summary>Trains often, asks little.</summary>
    public static TrainingPreset Aggressive { get; } = new("aggressive", 50, TimeSpan.FromHours(72), 0.80, 0.08);

    /// <summary>The default.</summary>
    public static TrainingPreset Balanced { get; } = new("balanced", 100, TimeSpan.FromHours(168), 0.85, 0.05);

    /// <summary>Trains seldom, asks much.</summary>
    public static TrainingPreset Conservative { get; } = new("conservative", 200, TimeSpan.FromHours(336), 0.90, 0.03);

    /// <summary>All presets.</summary>
    public static IReadOnlyList<TrainingPreset> All { get; } = [Aggressive, Balanced, Conservative];

    /// <summary>The preset of this name, in any case; null when there is none.</summary>
    public static TrainingPreset? Find(string? name) =>
        All.FirstOrDefault(preset => preset.Name.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));
}
