namespace Weir.Learning.Metrics;

/// <summary>
/// Scored rows in descending order of score, sorted once and then read under many weightings: the counts of a
/// bootstrap draw, indexed by group. Rows of equal score are one step of every curve. Immutable.
/// </summary>
public sealed class RankedRows
{
    private readonly double[] _scores;
    private readonly byte[] _labels;
    private readonly int[] _groups;

    /// <summary>Sorts copies of the rows; labels are 0 or 1, groups (if any) run from 0 to groupCount-1.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    public RankedRows(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups = default)
    {
        if (scores.Length != labels.Length || (groups.Length != 0 && groups.Length != scores.Length))
            throw new ArgumentException(
                $"There are {scores.Length} scores, {labels.Length} labels and {groups.Length} groups.", nameof(scores));
        _scores = new double[scores.Length];
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            if (double.IsNaN(scores[i])) throw new ArgumentException($"The score of row {i} is not a number.", nameof(scores));
            _scores[i] = -scores[i];
            order[i] = i;
        }
        Array.Sort(_scores, order);
        _labels = new byte[order.Length];
        _groups = groups.IsEmpty ? [] : new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            _scores[i] = -_scores[i];
            _labels[i] = labels[order[i]] == 0 ? (byte)0 : (byte)1;
            if (_groups.Length != 0) _groups[i] = groups[order[i]];
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _scores.Length;

    /// <summary>Area under the ROC curve, ties half; NaN when a class is missing.</summary>
    public double RocAuc(ReadOnlySpan<int> counts = default)
    {
        double area = 0;
        long positives = 0, negatives = 0;
        for (var i = 0; i < _scores.Length;)
        {
            var (p, n) = Step(ref i, counts);
            area += (double)n * positives + 0.5 * p * n;
            positives += p;
            negatives += n;
        }
        return area / ((double)positives * negatives);
    }

    /// <summary>Average precision (area under the precision-recall curve as a step function); NaN without positives.</summary>
    public double PrAuc(ReadOnlySpan<int> counts = default)
    {
        double area = 0;
        long positives = 0, negatives = 0;
        for (var i = 0; i < _scores.Length;)
        {
            var (p, n) = Step(ref i, counts);
            positives += p;
            negatives += n;
            if (p > 0) area += p * ((double)positives / (positives + negatives));
        }
        return area / positives;
    }

    /// <summary>
    /// Share of positives strictly above the threshold of <see cref="ThresholdAtFpr"/>: ties count against the model.
    /// NaN when a class is missing.
    /// </summary>
    public double TprAtFpr(double fpr, ReadOnlySpan<int> counts = default)
    {
        var (above, positives, _) = Limit(fpr, counts);
        return (double)above / positives;
    }

    /// <summary>
    /// The score above which, strictly, at most the share <paramref name="fpr"/> of the negatives lies; NaN without negatives.
    /// For a decision by "at or above" take <see cref="Math.BitIncrement(double)"/> of it.
    /// </summary>
    public double ThresholdAtFpr(double fpr, ReadOnlySpan<int> counts = default) => Limit(fpr, counts).Threshold;

    /// <summary>The four counts when scores at or above the threshold are alarms.</summary>
    public Confusion ConfusionAt(double threshold, ReadOnlySpan<int> counts = default)
    {
        long tp = 0, fp = 0, fn = 0, tn = 0;
        for (var i = 0; i < _scores.Length;)
        {
            var alarm = _scores[i] >= threshold;
            var (p, n) = Step(ref i, counts);
            if (alarm) (tp, fp) = (tp + p, fp + n);
            else (fn, tn) = (fn + p, tn + n);
        }
        return new Confusion(tp, fp, tn, fn);
    }

    private (long Above, long Positives, double Threshold) Limit(double fpr, ReadOnlySpan<int> counts)
    {
        if (!(fpr >= 0 && fpr <= 1))
            throw new ArgumentOutOfRangeException(nameof(fpr), fpr, "A false positive rate lies between 0 and 1.");
        var (positives, negatives) = Totals(counts);
        if (negatives == 0) return (0, 0, double.NaN);
        var allowed = Math.Min((long)Math.Floor(fpr * negatives), negatives - 1);
        long above = 0, passed = 0;
        for (var i = 0; i < _scores.Length;)
        {
            var score = _scores[i];
            var (p, n) = Step(ref i, counts);
            passed += n;
            if (passed > allowed) return (above, positives, score);
            above += p;
        }
        throw new InvalidOperationException("The negatives were counted twice with different results.");
    }

    private (long Positives, long Negatives) Totals(ReadOnlySpan<int> counts)
    {
        long positives = 0, all = 0;
        for (var i = 0; i < _labels.Length; i++)
        {
            var count = counts.IsEmpty ? 1 : counts[_groups[i]];
            all += count;
            positives += _labels[i] * count;
        }
        return (positives, all - positives);
    }

    /// <summary>Reads all rows of the next score and moves past them.</summary>
    private (long Positives, long Negatives) Step(ref int i, ReadOnlySpan<int> counts)
    {
        var score = _scores[i];
        long positives = 0, all = 0;
        for (; i < _scores.Length && _scores[i] == score; i++)
        {
            var count = counts.IsEmpty ? 1 : counts[_groups[i]];
            all += count;
            positives += _labels[i] * count;
        }
        return (positives, all - positives);
    }
}
