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
        Span<int> host = stackalloc int[WordThemes.Count];
        Span<int> path = stackalloc int[WordThemes.Count];
        host.Clear();
        path.Clear();
        Count(s.Sub, host);
        Count(s.Name, host);
        Count(s.Path, path);
        Count(s.Query, path);
        foreach (var count in host) row.Add(count);
        foreach (var count in path) row.Add(count);
    }

    /// <summary>Adds the words of a text to the counts of their themes. Words of up to 4 letters count only when they stand alone.</summary>
    public static void Count(ReadOnlySpan<char> text, Span<int> themes)
    {
        var words = WordThemes.Automaton;
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var found = words.Step(ref state, text[i]);
            if (found == 0) continue;
            var (theme, length) = words.Term(found);
            if (length <= 4 && !(IsEdge(text, i - length) && IsEdge(text, i + 1))) continue;
            themes[theme]++;
        }
    }

    private static bool IsEdge(ReadOnlySpan<char> text, int at) => (uint)at >= (uint)text.Length || !char.IsAsciiLetter(text[at]);
}
