using System.Buffers;
using System.Numerics;

namespace Weir.Learning.Explaining;

/// <summary>A score made of the scores of several models.</summary>
internal delegate double Combination(ReadOnlySpan<double> scores);

/// <summary>
/// Contributions through a model of models (Chen, Lundberg, Lee 2022). Each member gets its exact Shapley value in the
/// combination, against the case that its score is only its expected one; that value is spread over the features in
/// proportion to the member's own contributions (where those cancel, by the slope of the combination, and the rest by their
/// sizes). Exact for a linear combination of exactly explained members.
/// </summary>
internal static class Composition
{
    /// <summary>The values of all subsets of members are computed: 4,096 of them.</summary>
    public const int MostMembers = 12;

    // Below this share of their sizes the contributions of a member nearly cancel: their sum is no measure to divide by.
    private const double Cancelled = 0.1;

    /// <summary>Fills one contribution a feature and returns the score that the expected scores of all members give.</summary>
    public static double Explain(
        IReadOnlyList<IClassifier> members, Combination combine, ReadOnlySpan<float> row, Span<double> contributions)
    {
        var features = members[0].FeatureCount;
        if (row.Length != features || contributions.Length != features)
            throw new ArgumentException($"{row.Length} values and {contributions.Length} contributions, the model has {features} features.");
        var terms = ArrayPool<double>.Shared.Rent(members.Count * features);
        Span<double> known = stackalloc double[members.Count];
        Span<double> expected = stackalloc double[members.Count];
        for (var m = 0; m < members.Count; m++)
        {
            expected[m] = Explained(members[m], m).Explain(row, terms.AsSpan(m * features, features));
            known[m] = members[m].Score(row);
        }
        var values = Values(combine, known, expected);
        var start = values[0];
        contributions.Clear();
        for (var m = 0; m < members.Count; m++)
        {
            var own = terms.AsSpan(m * features, features);
            var (share, sum, size) = (Shapley(values, m, members.Count), Sum(own), Size(own));
            if (size == 0) start += share;
            else if (Math.Abs(sum) >= Cancelled * size) Spread(own, share / sum, 0, contributions);
            else
            {
                var slope = Slope(combine, known, expected, m, size);
                Spread(own, slope, (share - slope * sum) / size, contributions);
            }
        }
        ArrayPool<double>.Shared.Return(terms);
        return start;
    }

    /// <summary>What the member's score counts for, a unit, when it is moved from the expected one by a distance.</summary>
    private static double Slope(Combination combine, ReadOnlySpan<double> known, ReadOnlySpan<double> expected, int member, double distance)
    {
        Span<double> moved = stackalloc double[known.Length];
        known.CopyTo(moved);
        moved[member] = expected[member] + distance;
        return Shapley(Values(combine, moved, expected), member, known.Length) / distance;
    }

    private static IExplained Explained(IClassifier member, int index) => member as IExplained
        ?? throw new NotSupportedException($"Member {index} of the ensemble, a {member.GetType().Name}, cannot be explained.");

    /// <summary>The combined score for every subset of members whose scores are known.</summary>
    private static double[] Values(Combination combine, ReadOnlySpan<double> known, ReadOnlySpan<double> expected)
    {
        var values = new double[1 << known.Length];
        Span<double> scores = stackalloc double[known.Length];
        for (var subset = 0; subset < values.Length; subset++)
        {
            for (var m = 0; m < scores.Length; m++) scores[m] = (subset >> m & 1) != 0 ? known[m] : expected[m];
            values[subset] = combine(scores);
        }
        return values;
    }

    private static double Shapley(double[] values, int member, int count)
    {
        var sum = 0.0;
        for (var subset = 0; subset < values.Length; subset++)
            if ((subset >> member & 1) == 0)
                sum += (values[subset | 1 << member] - values[subset]) / (count * Choose(count - 1, BitOperations.PopCount((uint)subset)));
        return sum;
    }

    private static double Choose(int n, int k)
    {
        var result = 1.0;
        for (var i = 1; i <= k; i++) result = result * (n - k + i) / i;
        return result;
    }

    private static void Spread(ReadOnlySpan<double> terms, double factor, double bySize, Span<double> contributions)
    {
        for (var f = 0; f < terms.Length; f++) contributions[f] += factor * terms[f] + bySize * Math.Abs(terms[f]);
    }

    private static double Sum(ReadOnlySpan<double> terms)
    {
        var sum = 0.0;
        foreach (var term in terms) sum += term;
        return sum;
    }

    private static double Size(ReadOnlySpan<double> terms)
    {
        var size = 0.0;
        foreach (var term in terms) size += Math.Abs(term);
        return size;
    }
}
