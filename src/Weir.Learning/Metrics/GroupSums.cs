namespace Weir.Learning.Metrics;

/// <summary>What figures at a threshold need of each group: hits, misses and squared errors.</summary>
internal sealed class GroupSums
{
    private readonly int[] _truePositives;
    private readonly int[] _falsePositives;
    private readonly int[] _trueNegatives;
    private readonly int[] _falseNegatives;
    private readonly double[] _squares;

    public GroupSums(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, int count, double threshold)
    {
        (_truePositives, _falsePositives) = (new int[count], new int[count]);
        (_trueNegatives, _falseNegatives) = (new int[count], new int[count]);
        _squares = new double[count];
        for (var i = 0; i < scores.Length; i++)
        {
            var isAlarm = scores[i] >= threshold;
            var of = labels[i] != 0 ? isAlarm ? _truePositives : _falseNegatives : isAlarm ? _falsePositives : _trueNegatives;
            of[groups[i]]++;
            var error = scores[i] - (labels[i] != 0 ? 1 : 0);
            _squares[groups[i]] += error * error;
        }
    }

    /// <summary>The counts and the Brier score of a draw; empty = every group once.</summary>
    public (Confusion At, double Brier) Of(ReadOnlySpan<int> counts)
    {
        long tp = 0, fp = 0, tn = 0, fn = 0;
        double squares = 0;
        for (var g = 0; g < _squares.Length; g++)
        {
            var count = counts.IsEmpty ? 1 : counts[g];
            tp += (long)count * _truePositives[g];
            fp += (long)count * _falsePositives[g];
            tn += (long)count * _trueNegatives[g];
            fn += (long)count * _falseNegatives[g];
            squares += count * _squares[g];
        }
        var at = new Confusion(tp, fp, tn, fn);
        return (at, squares / at.Total);
    }
}
