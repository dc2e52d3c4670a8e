using Weir.Learning.Metrics;
using Weir.Learning.Numerics;

namespace Weir.Pipeline.Evaluation;

/// <summary>
/// Holds challenger and champion against each other slice by slice, the phishing and the benign rows of each apart. The paired
/// bootstrap draws whole domains, the same ones for all slices; the intervals widen so far that in 95 % of the draws every slice
/// lies within its own (the largest studentised deviation, after Westfall and Young 1993): many slices do not make a false alarm.
/// </summary>
internal static class SliceComparison
{
    private const double FalsePositiveRate = 0.01;
    private const double Confidence = 0.95;
    private const int LeastRows = 100;
    private const int LeastDomains = 30;
    private const int Draws = 400;

    public static IReadOnlyList<SliceDifference> Of(
        IReadOnlyList<RowGroup> groups, double[] challenger, double[] champion, byte[] labels, int[] domains)
    {
        if (!labels.Contains((byte)0) || !labels.Contains((byte)1)) return [];
        var gains = Gains(challenger, champion, labels);
        var parts = (from @group in groups
                     from isPhishing in (bool[])[true, false]
                     let part = PartOf(@group, isPhishing, gains, labels, domains)
                     where part is not null
                     select part).ToList();
        var deviations = Deviations(parts, domains.Max() + 1);
        var errors = parts.Select((_, at) => Math.Sqrt(deviations.Average(draw => draw[at] * draw[at]))).ToArray();
        var width = Width(deviations, errors);
        return [.. parts.Select((part, at) => part.With(width * errors[at]))];
    }

    // 1 where only the challenger is right, -1 where only the champion is, each at its own threshold.
    private static sbyte[] Gains(double[] challenger, double[] champion, byte[] labels)
    {
        var (own, other) = (new RankedRows(challenger, labels).ThresholdAtFpr(FalsePositiveRate), new RankedRows(champion, labels).ThresholdAtFpr(FalsePositiveRate));
        var gains = new sbyte[labels.Length];
        for (var i = 0; i < gains.Length; i++)
        {
            var gain = (challenger[i] > own ? 1 : 0) - (champion[i] > other ? 1 : 0);
            gains[i] = (sbyte)(labels[i] == 1 ? gain : -gain);
        }

        return gains;
    }

    private static Part? PartOf(RowGroup group, bool isPhishing, sbyte[] gains, byte[] labels, int[] domains)
    {
        var sums = new Dictionary<int, (int Gain, int Rows)>();
        foreach (var i in group.At.Where(i => labels[i] == 1 == isPhishing))
        {
            var (gain, rows) = sums.GetValueOrDefault(domains[i]);
            sums[domains[i]] = (gain + gains[i], rows + 1);
        }

        var part = new Part(group, isPhishing, [.. sums.Select(sum => (sum.Key, sum.Value.Gain, sum.Value.Rows))]);
        return part.Rows >= LeastRows && sums.Count >= LeastDomains ? part : null;
    }

    private static List<double[]> Deviations(List<Part> parts, int domains)
    {
        var (random, counts, draws) = (new Xoshiro256(1), new int[domains], new List<double[]>(Draws));
        for (var draw = 0; draw < Draws; draw++)
        {
            Array.Clear(counts);
            for (var i = 0; i < domains; i++) counts[random.NextInt(domains)]++;
            draws.Add([.. parts.Select(part => part.Under(counts) - part.Value)]);
        }

        return draws;
    }

    private static double Width(List<double[]> deviations, double[] errors)
    {
        var largest = deviations.Select(draw => draw.Select((deviation, at) => errors[at] > 0 ? Math.Abs(deviation) / errors[at] : 0).DefaultIfEmpty().Max()).Order().ToList();
        return largest[(int)(Confidence * (largest.Count - 1))];
    }

    private sealed record Part(RowGroup Group, bool IsPhishing, (int Domain, int Gain, int Rows)[] Sums)
    {
        public int Rows { get; } = Sums.Sum(sum => sum.Rows);

        public double Value { get; } = Sums.Sum(sum => sum.Gain) / (double)Math.Max(1, Sums.Sum(sum => sum.Rows));

        public double Under(int[] counts)
        {
            var (gain, rows) = (0, 0);
            foreach (var sum in Sums)
            {
                gain += counts[sum.Domain] * sum.Gain;
                rows += counts[sum.Domain] * sum.Rows;
            }

            return rows == 0 ? Value : (double)gain / rows;
        }

        public SliceDifference With(double margin) => new(Group.Kind, Group.Name, IsPhishing, Rows,
            new Figure(Figure.Number(Value), Figure.Number(Value - margin), Figure.Number(Value + margin)));
    }
}
