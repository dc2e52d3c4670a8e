namespace Weir.Pipeline.Triggers;

/// <summary>When to learn, and from how much: the settings named Training:*. What is set by itself wins over the preset.</summary>
public sealed record TrainingSettings
{
    private const int MostSamples = 100_000_000;

    private int? _newSamples;
    private TimeSpan? _maxAge;

    /// <summary>What holds where nothing else is set (Training:Preset); default balanced.</summary>
    public TrainingPreset Preset { get; init; } = TrainingPreset.Balanced;

    /// <summary>So many newly labelled samples make a training due (Training:NewSamples).</summary>
    public int NewSamples
    {
        get => _newSamples ?? Preset.NewSamples;
        init => _newSamples = value;
    }

    /// <summary>So long after the last training the next is due, when anything was labelled since (Training:MaxAge).</summary>
    public TimeSpan MaxAge
    {
        get => _maxAge ?? Preset.MaxAge;
        init => _maxAge = value;
    }

    /// <summary>How often it is looked at (Training:Every); default 6 hours.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Most samples of one training, the newest (Training:MaxSamples); default 1,000,000.</summary>
    public int MaxSamples { get; init; } = 1_000_000;

    /// <summary>Reads the settings; each one that cannot be used adds a sentence to the faults.</summary>
    public static TrainingSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var (block, usual) = (new SettingBlock(settings, "Training:", faults), new TrainingSettings());
        var preset = block.Word("Preset", usual.Preset.Name, [.. TrainingPreset.All.Select(known => known.Name)]);
        var read = new TrainingSettings
        {
            Preset = TrainingPreset.Find(preset)!,
            Every = block.Span("Every", usual.Every),
            MaxSamples = block.Number("MaxSamples", usual.MaxSamples, 1_000, MostSamples),
            _newSamples = block.Text("NewSamples") is null ? null : block.Number("NewSamples", usual.NewSamples, 1, MostSamples),
            _maxAge = block.Text("MaxAge") is null ? null : block.Span("MaxAge", usual.MaxAge),
        };
        block.Done();
        return read;
    }

    /// <summary>The same under another preset; what is set by itself stays. Throws for a name that is no preset.</summary>
    public TrainingSettings WithPreset(string name) => this with
    {
        Preset = TrainingPreset.Find(name) ?? throw new ArgumentException($"'{name}' is no preset; there are {string.Join(", ", TrainingPreset.All.Select(known => known.Name))}.", nameof(name)),
    };
}
