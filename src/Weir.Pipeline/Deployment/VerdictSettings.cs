namespace Weir.Pipeline.Deployment;

/// <summary>What of the verdicts is kept, and for how long. Settings named Verdicts:*.</summary>
public sealed record VerdictSettings
{
    /// <summary>Share of the verdicts that is kept, 0..1 (Verdicts:Share); default 1, 0 = none.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Most verdicts that are kept of one second, so that a flood costs no answer its time (Verdicts:PerSecond); default 500.</summary>
    public int PerSecond { get; init; } = 500;

    /// <summary>Most verdicts that are kept at all; the oldest go first (Verdicts:Most); default 2,000,000, about 500 MB.</summary>
    public int Most { get; init; } = 2_000_000;

    /// <summary>How long a verdict is kept (Verdicts:Days, in days); default 30 days.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Reads the settings; each that cannot be used adds one sentence to the faults.</summary>
    public static VerdictSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, "Verdicts:", faults);
        var usual = new VerdictSettings();
        var read = new VerdictSettings
        {
            Share = block.Share("Share", usual.Share),
            PerSecond = block.Number("PerSecond", usual.PerSecond, 1, 100_000),
            Most = block.Number("Most", usual.Most, 1_000, 1_000_000_000),
            Keep = TimeSpan.FromDays(block.Number("Days", (int)usual.Keep.TotalDays, 1, 3650)),
        };
        block.Done();
        return read;
    }
}
