namespace Weir.Detection.Features;

/// <summary>How many words of each theme stand in the host and behind it.</summary>
internal sealed class WordFeatures : FeatureGroup
{
    private static readonly string[] Ids = ["credential", "money", "delivery", "crypto", "support", "prize", "office", "code"];

    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        .. Ids.Index().Select(t => new FeatureDefinition($"host_{t.Item}_words", Families.Words, "count", $"Words about {WordThemes.Names[t.Index]} in the host")),
        .. Ids.Index().Select(t => new FeatureDefinition($"path_{t.Item}_words", Families.Words, "count", $"Words about {WordThemes.Names[t.Index]} in path and query")),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        for (var theme = 0; theme < WordThemes.Count; theme++) row.Add(s.HostThemes[theme]);
        for (var theme = 0; theme < WordThemes.Count; theme++) row.Add(s.PathThemes[theme] + s.QueryThemes[theme]);
    }

    /// <summary>True when a word of a theme that ends there counts: up to 4 letters only when they stand alone.</summary>
    public static bool Counts(int length, ReadOnlySpan<char> text, int end) => length > 4 || IsWord(length, text, end);

    /// <summary>True when no letter stands before and behind the characters that end there.</summary>
    public static bool IsWord(int length, ReadOnlySpan<char> text, int end) => IsEdge(text, end - length) && IsEdge(text, end + 1);

    private static bool IsEdge(ReadOnlySpan<char> text, int at) => (uint)at >= (uint)text.Length || !char.IsAsciiLetter(text[at]);
}
