namespace Weir.Pipeline.Labeling;

/// <summary>How labels are guarded: the settings named Labels:*.</summary>
public sealed record LabelSettings
{
    /// <summary>
    /// A phishing label that no feed has confirmed for so long is given up when its site has become popular or its domain is called
    /// benign (Labels:StaleAfter); all others stay. Default 365 days.
    /// </summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Whether a feed that behaves unlike itself is quarantined without being asked (Labels:Quarantine); default true.</summary>
    public bool Quarantine { get; init; } = true;

    /// <summary>Reads the settings; each one that cannot be used adds a sentence to the faults.</summary>
    public static LabelSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var (block, usual) = (new SettingBlock(settings, "Labels:", faults), new LabelSettings());
        var read = new LabelSettings { StaleAfter = block.Span("StaleAfter", usual.StaleAfter), Quarantine = block.Truth("Quarantine", usual.Quarantine) };
        block.Done();
        return read;
    }
}
