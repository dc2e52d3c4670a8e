using Weir.Detection.Features;
using Weir.Learning.Explaining;
using Weir.Learning.Numerics;

namespace Weir.Detection.Reasons;

/// <summary>
/// Turns a judgement into reasons. Contributions are in calibrated log-odds: together they are the distance of the score
/// from the score of an average training row. <see cref="Explain.Full"/> uses exact TreeSHAP (Lundberg et al. 2018),
/// <see cref="Explain.Top"/> the cheaper path attribution.
/// </summary>
internal sealed class UrlExplainer(UrlModel model)
{
    private const int MostReasons = 5;
    private const double NamedShare = 0.9;

    private static readonly string[][] Circles =
    [
        [Families.Text, Families.Name], [Families.Brand, Families.Words], [Families.Suffix, Families.Hosting, Families.Popularity],
        [Families.Host, Families.Path], [Families.Disguise],
    ];

    /// <summary>Every family by itself.</summary>
    private static readonly string[][] Alone = [.. Circles.SelectMany(circle => circle).Select(family => new[] { family })];

    /// <summary>The place of each column's family among those of <see cref="Alone"/>.</summary>
    private static readonly int[] FamilyOf = [.. UrlFeatureSchema.All.Select(feature => Place(feature.Family))];

    private readonly TextTerms _terms = new(model.Text);

    /// <summary>The reasons for a raw score that was computed from this row; what was found beside the model speaks for the disguises.</summary>
    public IReadOnlyList<Reason> Reasons(in UrlSubject subject, ReadOnlySpan<float> row, double raw, Explain explain, Reason? finding = null)
    {
        Span<double> contributions = stackalloc double[UrlFeatureSchema.Count];
        var expected = explain == Explain.Full ? TreeShap.Explain(model.Trees, row, contributions) : PathAttribution.Explain(model.Trees, row, contributions);
        var scale = Scale(raw, expected);
        Span<double> families = stackalloc double[Alone.Length];
        families.Clear();
        for (var i = 0; i < contributions.Length; i++) families[FamilyOf[i]] += scale * contributions[i];
        if (finding is not null) families[Place(Families.Disguise)] += finding.Contribution;
        if (explain == Explain.Full) return Say(Alone, families, subject, finding, Alone.Length);
        return finding is null && Share(families) >= NamedShare ? Say(Alone, families, subject, finding, MostReasons) : Say(Circles, families, subject, finding, Circles.Length);
    }

    private static int Place(string family) => Array.FindIndex(Alone, alone => alone[0] == family);

    /// <summary>The factor from raw to calibrated log-odds on the way from the expected score to this one.</summary>
    private double Scale(double raw, double expected)
    {
        var distance = raw - expected;
        if (Math.Abs(distance) < 1e-9) return 1;
        return (StableMath.Logit(model.Probability(raw)) - StableMath.Logit(model.Probability(expected))) / distance;
    }

    /// <summary>What part of the whole contribution the strongest families carry.</summary>
    private static double Share(ReadOnlySpan<double> families)
    {
        Span<double> sizes = stackalloc double[families.Length];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = -Math.Abs(families[i]);
        sizes.Sort();
        double named = 0, all = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            all -= sizes[i];
            if (i < MostReasons) named -= sizes[i];
        }
        return all == 0 ? 1 : named / all;
    }

    /// <summary>The reasons for the strongest groups, strongest first; words are made for those alone.</summary>
    private List<Reason> Say(string[][] groups, ReadOnlySpan<double> families, in UrlSubject subject, Reason? finding, int most)
    {
        var order = new List<(string[] Group, double Sum)>(groups.Length);
        foreach (var group in groups)
        {
            var sum = 0.0;
            foreach (var family in group) sum += families[Place(family)];
            order.Add((group, sum));
        }
        order.Sort((a, b) => Math.Abs(b.Sum).CompareTo(Math.Abs(a.Sum)));
        var reasons = new List<Reason>(most);
        foreach (var (group, sum) in order.Take(most)) reasons.Add(Of(group, sum, families, subject, finding));
        return reasons;
    }

    private Reason Of(string[] group, double sum, ReadOnlySpan<double> families, in UrlSubject subject, Reason? finding)
    {
        if (finding is not null && group[0] == Families.Disguise) return finding with { Contribution = sum };
        var only = families[Place(group[0])];
        if (group.Length == 1) return new Reason(group[0], FamilyText.Of(group[0], subject, only > 0, _terms), sum);
        // The strongest family speaks first; the others of its circle follow when they pull the same way.
        var speaking = new List<(string Family, double Part)>(group.Length);
        foreach (var family in group) speaking.Add((family, families[Place(family)]));
        speaking.Sort((a, b) => Math.Abs(b.Part).CompareTo(Math.Abs(a.Part)));
        var text = FamilyText.Of(speaking[0].Family, subject, speaking[0].Part > 0, _terms);
        foreach (var (family, part) in speaking.Skip(1))
            if (part * sum > 0) text += "; " + FamilyText.Of(family, subject, part > 0, _terms);
        return new Reason(speaking[0].Family, text, sum);
    }
}
