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

    private static readonly string[] All = [.. Circles.SelectMany(circle => circle)];

    private readonly TextTerms _terms = new(model.Text);

    /// <summary>The reasons for a raw score that was computed from this row; what was found beside the model speaks for the disguises.</summary>
    public IReadOnlyList<Reason> Reasons(in UrlSubject subject, ReadOnlySpan<float> row, double raw, Explain explain, Reason? finding = null)
    {
        Span<double> contributions = stackalloc double[UrlFeatureSchema.Count];
        var expected = explain == Explain.Full ? TreeShap.Explain(model.Trees, row, contributions) : PathAttribution.Explain(model.Trees, row, contributions);
        var scale = Scale(raw, expected);
        var families = new Dictionary<string, double>();
        for (var i = 0; i < contributions.Length; i++)
        {
            var family = UrlFeatureSchema.All[i].Family;
            families[family] = families.GetValueOrDefault(family) + scale * contributions[i];
        }
        if (finding is not null) families[Families.Disguise] = families.GetValueOrDefault(Families.Disguise) + finding.Contribution;
        var reasons = Say([.. All.Select(family => new[] { family })], families, subject, finding);
        if (explain == Explain.Full || (finding is null && Share(reasons) >= NamedShare)) return explain == Explain.Full ? reasons : [.. reasons.Take(MostReasons)];
        return Say(Circles, families, subject, finding);
    }

    /// <summary>The factor from raw to calibrated log-odds on the way from the expected score to this one.</summary>
    private double Scale(double raw, double expected)
    {
        var distance = raw - expected;
        if (Math.Abs(distance) < 1e-9) return 1;
        return (StableMath.Logit(model.Probability(raw)) - StableMath.Logit(model.Probability(expected))) / distance;
    }

    private static double Share(List<Reason> reasons)
    {
        var all = reasons.Sum(reason => Math.Abs(reason.Contribution));
        return all == 0 ? 1 : reasons.Take(MostReasons).Sum(reason => Math.Abs(reason.Contribution)) / all;
    }

    private List<Reason> Say(IEnumerable<string[]> groups, Dictionary<string, double> families, in UrlSubject subject, Reason? finding)
    {
        var reasons = new List<Reason>();
        foreach (var group in groups)
        {
            var sum = group.Sum(family => families.GetValueOrDefault(family));
            // The strongest family speaks first; the others of its circle follow when they pull the same way.
            var speaking = group.OrderByDescending(family => Math.Abs(families.GetValueOrDefault(family))).ToList();
            var clauses = new List<string>();
            foreach (var family in speaking)
                if (clauses.Count == 0 || families.GetValueOrDefault(family) * sum > 0)
                    clauses.Add(FamilyText.Of(family, subject, families.GetValueOrDefault(family) > 0, _terms));
            reasons.Add(finding is not null && group[0] == Families.Disguise ? finding with { Contribution = sum } : new Reason(speaking[0], string.Join("; ", clauses), sum));
        }
        reasons.Sort((a, b) => Math.Abs(b.Contribution).CompareTo(Math.Abs(a.Contribution)));
        return reasons;
    }
}
