using System.Buffers;

namespace Weir.Detection.Features;

/// <summary>How the registered label reads: machine-made names stand out.</summary>
internal sealed class NameFeatures : FeatureGroup
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        new("name_length", Families.Name, "characters", "Length of the registered label"),
        new("name_hyphens", Families.Name, "count", "Hyphens in the registered label"),
        new("name_digits", Families.Name, "count", "Digits in the registered label"),
        new("name_digit_ratio", Families.Name, "ratio", "Share of digits in the registered label"),
        new("name_entropy", Families.Name, "bits", "Entropy of the registered label"),
        new("name_vowel_ratio", Families.Name, "ratio", "Vowels among the letters of the registered label"),
        new("name_consonant_run", Families.Name, "characters", "Longest run of consonants in the registered label"),
        new("name_digit_run", Families.Name, "characters", "Longest run of digits in the registered label"),
        new("name_switches", Families.Name, "count", "Changes between letters and digits in the registered label"),
        new("name_words", Families.Name, "count", "Words of the registered label, split at hyphens"),
        new("name_longest_word", Families.Name, "characters", "Longest word of the registered label"),
        new("name_likelihood", Families.Name, "log-likelihood", "How likely the label is among popular names, a character"),
        new("name_least_likelihood", Families.Name, "log-likelihood", "The same for its least likely word of 4 characters or more"),
        new("name_starts_digit", Families.Name, "flag", "The registered label begins with a digit"),
        new("name_hex", Families.Name, "flag", "The registered label has 8 or more characters, all hexadecimal"),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        var name = s.IsIp ? default : s.Name;
        var stats = CharStats.Of(name);
        row.Add(name.Length);
        row.Add(name.Count('-'));
        row.Add(stats.Digits);
        row.Add(stats.Digits / Math.Max(1.0, name.Length));
        row.Add(stats.Entropy);
        row.Add(stats.Vowels / Math.Max(1.0, stats.Letters));
        row.Add(stats.LongestConsonants);
        row.Add(stats.LongestDigits);
        row.Add(stats.Switches);
        row.Add(stats.Words);
        row.Add(stats.LongestWord);
        row.Add(name.IsEmpty ? float.NaN : s.Reference.Labels.Score(name));
        row.Add(LeastLikely(s, name));
        row.Add(!name.IsEmpty && char.IsAsciiDigit(name[0]));
        row.Add(name.Length >= 8 && !name.ContainsAnyExcept(Hexadecimal));
    }

    private static double LeastLikely(in UrlSubject s, ReadOnlySpan<char> name)
    {
        var least = double.NaN;
        while (!name.IsEmpty)
        {
            var hyphen = name.IndexOf('-');
            var word = hyphen < 0 ? name : name[..hyphen];
            name = hyphen < 0 ? default : name[(hyphen + 1)..];
            if (word.Length < 4) continue;
            var score = s.Reference.Labels.Score(word);
            if (!(score >= least)) least = score;
        }
        return least;
    }
}
