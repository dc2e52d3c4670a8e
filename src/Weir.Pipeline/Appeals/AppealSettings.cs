namespace Weir.Pipeline.Appeals;

/// <summary>How objections are handled: the settings named Appeals:*.</summary>
public sealed record AppealSettings
{
    /// <summary>How long a case may wait for its settlement (Appeals:Deadline); default 72 hours.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long after its deadline a case that nobody settled is closed as expired (Appeals:ExpireAfter); default 30 days.</summary>
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the allow or block entry of a settlement holds unless the analyst says otherwise (Appeals:EntryDays); default 90 days.</summary>
    public int EntryDays { get; init; } = 90;

    /// <summary>Most objections that one address may file in an hour (Appeals:PerHour); default 20.</summary>
    public int PerHour { get; init; } = 20;

    /// <summary>Most cases that wait at once; beyond it strangers are asked to come back (Appeals:MostOpen); default 10,000.</summary>
    public int MostOpen { get; init; } = 10_000;

    /// <summary>How long after a case was closed the contacts of those who objected are erased (Appeals:ContactDays); default 30 days.</summary>
    public TimeSpan KeepContacts { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Reads the settings; each one that cannot be used adds a sentence to the faults.</summary>
    public static AppealSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var (block, usual) = (new SettingBlock(settings, "Appeals:", faults), new AppealSettings());
        var read = new AppealSettings
        {
            Deadline = block.Span("Deadline", usual.Deadline),
            ExpireAfter = block.Span("ExpireAfter", usual.ExpireAfter),
            EntryDays = block.Number("EntryDays", usual.EntryDays, 1, 36_500),
            PerHour = block.Number("PerHour", usual.PerHour, 1, 100_000),
            MostOpen = block.Number("MostOpen", usual.MostOpen, 1, 10_000_000),
            KeepContacts = TimeSpan.FromDays(block.Number("ContactDays", (int)usual.KeepContacts.TotalDays, 1, 3_650)),
        };
        block.Done();
        return read;
    }
}
