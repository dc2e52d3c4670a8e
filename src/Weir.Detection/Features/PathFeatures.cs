using System.Buffers;

namespace Weir.Detection.Features;

/// <summary>Path and query: depth, lengths, file kinds, random-looking segments.</summary>
internal sealed class PathFeatures : FeatureGroup
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        new("path_length", Families.Path, "characters", "Length of the path"),
        new("path_depth", Families.Path, "count", "Segments of the path"),
        new("path_digits", Families.Path, "count", "Digits in the path"),
        new("path_digit_ratio", Families.Path, "ratio", "Share of digits in the path"),
        new("path_upper_ratio", Families.Path, "ratio", "Share of capitals in the path"),
        new("path_entropy", Families.Path, "bits", "Entropy of the path"),
        new("path_hyphens", Families.Path, "count", "Hyphens in the path"),
        new("path_underscores", Families.Path, "count", "Underscores in the path"),
        new("path_dots", Families.Path, "count", "Dots in the path"),
        new("path_words", Families.Path, "count", "Words in the path"),
        new("path_longest_word", Families.Path, "characters", "Longest word of the path"),
        new("path_consonant_run", Families.Path, "characters", "Longest run of consonants in the path"),
        new("path_digit_run", Families.Path, "characters", "Longest run of digits in the path"),
        new("path_switches", Families.Path, "count", "Changes between letters and digits in the path"),
        new("first_segment_length", Families.Path, "characters", "Length of the first segment"),
        new("last_segment_length", Families.Path, "characters", "Length of the last segment"),
        new("last_segment_likelihood", Families.Path, "log-likelihood", "How ordinary the last segment reads"),
        new("file_kind", Families.Path, "kind", "0 none, 1 page, 2 script (.php …), 3 program or archive, 4 document, 5 feed or data, 6 other"),
        new("has_tilde_user", Families.Path, "flag", "The path begins with a user's folder (~name)"),
        new("has_hidden_folder", Families.Path, "flag", "A folder of the path begins with a dot"),
        new("query_length", Families.Path, "characters", "Length of the query"),
        new("query_parameters", Families.Path, "count", "Parameters of the query"),
        new("query_digits", Families.Path, "count", "Digits in the query"),
        new("query_entropy", Families.Path, "bits", "Entropy of the query"),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        var path = CharStats.Of(s.Path);
        var query = CharStats.Of(s.Query);
        var length = Math.Max(1.0, s.Path.Length);
        var last = s.Path[(s.Path.LastIndexOf('/') + 1)..];
        row.Add(s.Path.Length);
        row.Add(s.Path.Count('/'));
        row.Add(path.Digits);
        row.Add(path.Digits / length);
        row.Add(Capitals(s.RawPath) / length);
        row.Add(path.Entropy);
        row.Add(s.Path.Count('-'));
        row.Add(s.Path.Count('_'));
        row.Add(s.Path.Count('.'));
        row.Add(path.Words);
        row.Add(path.LongestWord);
        row.Add(path.LongestConsonants);
        row.Add(path.LongestDigits);
        row.Add(path.Switches);
        row.Add(FirstSegment(s.Path));
        row.Add(last.Length);
        row.Add(last.IsEmpty ? float.NaN : s.Reference.Labels.Score(last[..Math.Min(last.Length, 64)]));
        row.Add(FileKind(last));
        row.Add(s.Path.StartsWith("/~"));
        row.Add(s.Path.Contains("/.", StringComparison.Ordinal));
        row.Add(s.Query.Length);
        row.Add(s.Query.IsEmpty ? 0 : s.Query.Count('&') + 1);
        row.Add(query.Digits);
        row.Add(query.Entropy);
    }

    private static int Capitals(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny(Letters) < 0) return 0;
        var count = 0;
        foreach (var c in text)
            if (char.IsAsciiLetterUpper(c)) count++;
        return count;
    }

    private static int FirstSegment(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty) return 0;
        var end = path[1..].IndexOf('/');
        return end < 0 ? path.Length - 1 : end;
    }

    private static int FileKind(ReadOnlySpan<char> segment)
    {
        var dot = segment.LastIndexOf('.');
        return dot < 0 ? 0 : segment[(dot + 1)..] switch
        {
            "html" or "htm" or "shtml" or "xhtml" => 1,
            "php" or "asp" or "aspx" or "jsp" or "cgi" or "do" or "php3" or "phtml" => 2,
            "exe" or "scr" or "msi" or "apk" or "zip" or "rar" or "7z" or "jar" or "js" or "vbs" or "iso" or "img" or "gz" or "dmg" or "bat" or "cab" or "hta" or "lnk" => 3,
            "pdf" or "doc" or "docx" or "xls" or "xlsx" or "ppt" or "txt" or "pptx" or "odt" => 4,
            "xml" or "rss" or "json" or "atom" or "csv" or "rdf" => 5,
            _ => 6,
        };
    }
}
