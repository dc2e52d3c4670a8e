namespace Weir.Learning.Metrics;

/// <summary>
/// Scored rows in descending order of score, sorted once and then read under many weightings: the counts of a
/// bootstrap draw, indexed by group. Rows of equal score are one step of every curve. Immutable.
/// </summary>
public sealed class RankedRows
{
    private const int Positive = 1;
    private const int LastOfStep = 2;
    private const int GroupShift = 2;

    private readonly double[] _scores;
    // Group, whether the row is the last of its score, and label in one word: a walk reads one stream.
    private readonly int[] _codes;
    private readonly GroupTotals _totals;

    /// <summary>Sorts copies of the rows; labels are 0 or 1, groups (if any) run from 0 to groupCount-1 (below 2^29).</summary>
    /// <exception cref="ArgumentException">Lengths differ or a score is NaN.</exception>
    public RankedRows(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups = default)
    {
        if (scores.Length != labels.Length || (groups.Length != 0 && groups.Length != scores.Length))
            throw new ArgumentException(
                $"There are {scores.Length} scores, {labels.Length} labels and {groups.Length} groups.", nameof(scores));
        _totals = new GroupTotals(labels, groups);
        var codes = new int[scores.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (groups.IsEmpty ? 0 : groups[i] << GroupShift) | (labels[i] == 0 ? 0 : Positive);
        (_scores, _codes) = ScoreOrder.Sort(scores, codes);
        for (var i = 0; i < _codes.Length; i++)
            if (i + 1 == _codes.Length || _scores[i] != _scores[i + 1]) _codes[i] |= LastOfStep;
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _scores.Length;

    /// <summary>Number of negatives when every row counts once.</summary>
    public long Negatives => _totals.Of(default).Negatives;

    /// <summary>Area under the ROC curve, ties half; NaN when a class is missing.</summary>
    public double RocAuc(ReadOnlySpan<int> counts = default) => Curves([], counts, []).Roc;

    /// <summary>Average precision (area under the precision-recall curve as a step function); NaN without positives.</summary>
    public double PrAuc(ReadOnlySpan<int> counts = default) => Curves([], counts, []).Pr;

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

    /// <summary>Both areas, and the shares of positives at several false positive rates, in one walk.</summary>
    /// <param name="fprs">Ascending, 0 to 1.</param>
    /// <param name="counts">As everywhere: how often each group counts; empty = once.</param>
    /// <param name="tprs">Takes a figure of <see cref="TprAtFpr"/> for each of them.</param>
    public (double Roc, double Pr) Curves(ReadOnlySpan<double> fprs, ReadOnlySpan<int> counts, Span<double> tprs)
    {
        var (allPositives, allNegatives) = _totals.Of(counts);
        // One table and a mask that leads every group to its only place, when all groups count once.
        var weights = counts.IsEmpty ? One : counts;
        var mask = counts.IsEmpty ? 0 : -1;
        long area = 0, positives = 0, negatives = 0, p = 0, all = 0;
        double precision = 0;
        var (next, limit) = (0, fprs.IsEmpty || allNegatives == 0 ? long.MaxValue : Allowed(fprs[0], allNegatives));
        foreach (var code in _codes)
        {
            var count = weights[(code >> GroupShift) & mask];
            p += count & -(code & Positive);
            all += count;
            if ((code & LastOfStep) == 0) continue;
            // Whole numbers, so that the area does not depend on the order of the sum: twice the area, ties half.
            area += (all - p) * (2 * positives + p);
            positives += p;
            negatives += all - p;
            // Without a branch on p, which no processor could foresee; a step of no counted row adds 0.
            precision += p * ((double)positives / Math.Max(1, positives + negatives));
            while (negatives > limit)
            {
                tprs[next] = (double)(positives - p) / allPositives;
                limit = ++next < fprs.Length ? Math.Max(limit, Allowed(fprs[next], allNegatives)) : long.MaxValue;
            }
            p = all = 0;
        }
        tprs[next..fprs.Length].Fill(double.NaN);
        return (area / (2.0 * allPositives * allNegatives), precision / allPositives);
    }

    /// <summary>The four counts when scores at or above the threshold are alarms.</summary>
    public Confusion ConfusionAt(double threshold, ReadOnlySpan<int> counts = default)
    {
        long tp = 0, fp = 0;
        for (var i = 0; i < _scores.Length && _scores[i] >= threshold;)
        {
            var (p, n) = Step(ref i, counts);
            (tp, fp) = (tp + p, fp + n);
        }
        var (positives, negatives) = _totals.Of(counts);
        return new Confusion(tp, fp, negatives - fp, positives - tp);
    }

    /// <summary>Expected calibration error over bins of equal width; the scores are probabilities.</summary>
    internal double Ece(ReadOnlySpan<int> counts, int bins)
    {
        var weights = counts.IsEmpty ? One : counts;
        var mask = counts.IsEmpty ? 0 : -1;
        double error = 0, difference = 0;
        var (bin, total) = (-1, 0L);
        for (var i = 0; i < _scores.Length; i++)
        {
            var own = Math.Min((int)(_scores[i] * bins), bins - 1);
            if (own != bin) (error, difference, bin) = (error + Math.Abs(difference), 0, own);
            var count = weights[(_codes[i] >> GroupShift) & mask];
            difference += count * (_scores[i] - (_codes[i] & Positive));
            total += count;
        }
        return (error + Math.Abs(difference)) / total;
    }

    private (long Above, long Positives, double Threshold) Limit(double fpr, ReadOnlySpan<int> counts)
    {
        var (positives, negatives) = _totals.Of(counts);
        var allowed = Allowed(fpr, negatives);
        if (negatives == 0) return (0, 0, double.NaN);
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

    private static long Allowed(double fpr, long negatives) => fpr is >= 0 and <= 1
        ? Math.Min((long)Math.Floor(fpr * negatives), negatives - 1)
        : throw new ArgumentOutOfRangeException(nameof(fpr), fpr, "A false positive rate lies between 0 and 1.");

    private static ReadOnlySpan<int> One => [1];

    /// <summary>Reads all rows of the next score and moves past them.</summary>
    private (long Positives, long Negatives) Step(ref int i, ReadOnlySpan<int> counts)
    {
        long positives = 0, all = 0;
        for (var last = false; !last; i++)
        {
            var count = counts.IsEmpty ? 1 : counts[_codes[i] >> GroupShift];
            all += count;
            positives += count & -(_codes[i] & Positive);
            last = (_codes[i] & LastOfStep) != 0;
        }
        return (positives, all - positives);
    }
}
