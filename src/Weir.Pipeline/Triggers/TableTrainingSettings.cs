namespace Weir.Pipeline.Triggers;

/// <summary>When the loop learns tables by itself: the settings named Tables:*. What is not set follows the preset of Training:Preset.</summary>
public sealed record TableTrainingSettings
{
    private const int MostRows = 100_000_000;

    /// <summary>Whether the loop trains tables at all (Tables:Train); default true. A person may always.</summary>
    public bool Train { get; init; } = true;

    /// <summary>At least so many new rows make a training due (Tables:NewRows); default as the preset's new samples, 100.</summary>
    public int NewRows { get; init; } = TrainingPreset.Balanced.NewSamples;

    /// <summary>They must be this share of the rows that were learned from, too, 0..1 (Tables:NewShare); default 0.1.</summary>
    public double NewShare { get; init; } = 0.1;

    /// <summary>So long after the last training the next is due, when a row has come since (Tables:MaxAge); default as the preset's age, 7 days.</summary>
    public TimeSpan MaxAge { get; init; } = TrainingPreset.Balanced.MaxAge;

    /// <summary>Whether new rows that are unlike those that were learned from make a training due before they are many (Tables:Drift); default true.</summary>
    public bool Drift { get; init; } = true;

    /// <summary>How often it is looked at (Tables:Every); default 10 minutes.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a training of the loop looks for a learner (Tables:Budget); default 10 minutes.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads the settings; each one that cannot be used adds a sentence to the faults.</summary>
    public static TableTrainingSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var (block, usual) = (new SettingBlock(settings, "Tables:", faults), new TableTrainingSettings());
        var preset = TrainingPreset.Find(settings.GetValueOrDefault(TrainingPreset.Setting)) ?? TrainingPreset.Balanced;
        var read = new TableTrainingSettings
        {
            Train = block.Truth("Train", usual.Train),
            NewRows = block.Number("NewRows", preset.NewSamples, 1, MostRows),
            NewShare = block.Share("NewShare", usual.NewShare),
            MaxAge = block.Span("MaxAge", preset.MaxAge),
            Drift = block.Truth("Drift", usual.Drift),
            Every = block.Span("Every", usual.Every),
            Budget = block.Span("Budget", usual.Budget),
        };
        block.Done();
        return read;
    }
}
