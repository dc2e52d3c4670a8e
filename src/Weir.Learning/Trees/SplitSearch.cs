using System.Numerics;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Trees;

/// <summary>A way to divide a leaf: bins up to <paramref name="Bin"/> go left, missing values where the flag says.</summary>
internal readonly record struct Split(double Gain, int Position, int Bin, bool MissingLeft, long LeftSum)
{
    public static readonly Split None = new(0, -1, 0, false, 0);

    public bool Exists => Position >= 0;

    /// <summary>Better, or as good on an earlier feature.</summary>
    public bool IsBefore(Split other) => Exists && (Gain > other.Gain || (Gain == other.Gain && Position < other.Position));
}

/// <summary>Finds the best split of one feature in a histogram (XGBoost's regularised gain, Chen and Guestrin 2016, eq. 7).</summary>
internal readonly struct SplitSearch
{
    public const int Lanes = 8;

    private readonly double _gradientUnit;
    private readonly double _hessianUnit;
    private readonly double _l1;
    private readonly double _l2;
    private readonly double _minChildWeight;
    private readonly double _minGain;
    private readonly MonotoneRules? _rules;

    /// <param name="p">Penalties and least weights.</param>
    /// <param name="gradientUnit">What one unit of the gradient stands for.</param>
    /// <param name="hessianUnit">What one unit of the hessian stands for.</param>
    /// <param name="rules">Null without any.</param>
    public SplitSearch(BoostedTreesParameters p, double gradientUnit, double hessianUnit, MonotoneRules? rules = null)
    {
        (_gradientUnit, _hessianUnit, _rules) = (gradientUnit, hessianUnit, rules);
        (_l1, _l2, _minChildWeight, _minGain) = (p.L1, p.L2, p.MinChildWeight, p.MinGain);
    }

    /// <summary>The newton step of a leaf, before the learning rate, inside the leaf's limits.</summary>
    public double LeafValue(in OpenLeaf leaf) => Math.Clamp(Step(leaf.Sum), leaf.Low, leaf.High);

    /// <summary>The newton step of rows with these sums.</summary>
    public double Step(long sum)
    {
        var hessian = HessianOf(sum) + _l2;
        return hessian > 0 ? -Shrunk(GradientOf(sum)) / hessian : 0;
    }

    public double HessianOf(long sum) => Gradients.Hessian(sum) * _hessianUnit;

    /// <summary>What rows with these sums gain by a step, twice over.</summary>
    public double Gain(long sum, double step) =>
        -(2 * GradientOf(sum) * step + (HessianOf(sum) + _l2) * step * step + 2 * _l1 * Math.Abs(step));

    /// <summary>The least hessian that a child of the leaf must have.</summary>
    public double Least(in OpenLeaf leaf) => Math.Max(_minChildWeight, leaf.LeastChild);

    /// <summary>The better of the best so far and this feature's best; the earlier one wins a tie.</summary>
    /// <param name="best">So far.</param>
    /// <param name="histogram">Sums by bin, that of missing values last.</param>
    /// <param name="bins">The feature's.</param>
    /// <param name="position">The feature's.</param>
    /// <param name="leaf">What is divided.</param>
    /// <param name="prefix">Room to work in: <see cref="BinColumn.MostCodes"/> and <see cref="Lanes"/> words.</param>
    public Split Best(Split best, ReadOnlySpan<long> histogram, FeatureBins bins, int position, in OpenLeaf leaf, Span<long> prefix)
    {
        var missing = histogram[bins.Missing];
        // Without missing rows here an unseen missing value goes with the heavier side.
        if (missing == 0) return Scan(best, histogram[..(bins.Count - 1)], position, leaf, 0, null, prefix);
        best = Scan(best, histogram[..bins.Count], position, leaf, 0, false, prefix);
        return Scan(best, histogram[..(bins.Count - 1)], position, leaf, missing, true, prefix);
    }

    /// <summary>Keeps the better of two splits of a leaf.</summary>
    public Split Better(Split best, double gain, int position, int bin, bool? missingLeft, long left, long all) =>
        gain > best.Gain && gain >= _minGain
            ? new Split(gain, position, bin, missingLeft ?? Gradients.Hessian(left) >= Gradients.Hessian(all - left), left)
            : best;

    private Split Scan(Split best, ReadOnlySpan<long> histogram, int position, in OpenLeaf leaf, long left, bool? missingLeft, Span<long> prefix)
    {
        var lefts = prefix[..histogram.Length];
        for (var bin = 0; bin < lefts.Length; bin++) lefts[bin] = left += histogram[bin];
        if (_rules != null) return _rules.Scan(this, best, lefts, position, leaf, missingLeft);
        // With nothing on the right these are never a split.
        prefix.Slice(histogram.Length, Lanes).Fill(leaf.Sum);
        var (parent, least) = (Quality(leaf.Sum), Least(leaf));
        for (var bin = 0; bin < histogram.Length; bin += Lanes)
        {
            var worth = Math.Max(best.Gain, _minGain) + parent;
            var lanes = Vector512.IsHardwareAccelerated
                ? Promising(prefix.Slice(bin, Lanes), leaf.Sum, least, worth)
                : PromisingPlain(prefix.Slice(bin, Lanes), leaf.Sum, least, worth);
            for (; lanes != 0; lanes &= lanes - 1)
            {
                var at = bin + BitOperations.TrailingZeroCount(lanes);
                var (a, b, c, d) = Terms(prefix[at], leaf.Sum);
                best = Better(best, (a * a * d + b * b * c) / (c * d) - parent, position, at, missingLeft, prefix[at], leaf.Sum);
            }
        }
        return best;
    }

    /// <summary>The bins that gain more than asked for, one bit a bin: a * a / c + b * b / d without a division.</summary>
    internal uint PromisingPlain(ReadOnlySpan<long> lefts, long all, double least, double worth)
    {
        var lanes = 0u;
        for (var i = 0; i < Lanes; i++)
        {
            var (hessian, other) = (HessianOf(lefts[i]), HessianOf(all) - HessianOf(lefts[i]));
            var (a, b, c, d) = Terms(lefts[i], all);
            if (hessian >= least && other >= least && a * a * d + b * b * c > worth * (c * d)) lanes |= 1u << i;
        }
        return lanes;
    }

    /// <summary>The same, eight bins at once.</summary>
    internal uint Promising(ReadOnlySpan<long> lefts, long all, double least, double worth)
    {
        var sums = Vector512.Create(lefts);
        var hessian = Vector512.ConvertToDouble(sums & Vector512.Create((long)uint.MaxValue)) * _hessianUnit;
        var gradient = Vector512.ConvertToDouble(sums >> 32) * _gradientUnit;
        var other = Vector512.Create(HessianOf(all)) - hessian;
        var a = gradient;
        var b = Vector512.Create(GradientOf(all)) - gradient;
        if (_l1 != 0) (a, b) = (Shrunk(a), Shrunk(b));
        var c = hessian + Vector512.Create(_l2);
        var d = other + Vector512.Create(_l2);
        var isBetter = Vector512.GreaterThan(a * a * d + b * b * c, Vector512.Create(worth) * (c * d));
        var isHeavy = Vector512.GreaterThanOrEqual(Vector512.Min(hessian, other), Vector512.Create(least));
        return (uint)(isBetter & isHeavy).ExtractMostSignificantBits();
    }

    private (double A, double B, double C, double D) Terms(long left, long all)
    {
        var (gradient, hessian) = (GradientOf(left), HessianOf(left));
        return (Shrunk(gradient), Shrunk(GradientOf(all) - gradient), hessian + _l2, HessianOf(all) - hessian + _l2);
    }

    private double Quality(long sum)
    {
        var gradient = Shrunk(GradientOf(sum));
        return gradient * gradient / (HessianOf(sum) + _l2);
    }

    private double GradientOf(long sum) => Gradients.Gradient(sum) * _gradientUnit;

    private double Shrunk(double gradient) =>
        _l1 == 0 ? gradient : Math.CopySign(Math.Max(0, Math.Abs(gradient) - _l1), gradient);

    private Vector512<double> Shrunk(Vector512<double> gradient) =>
        Vector512.CopySign(Vector512.Max(Vector512<double>.Zero, Vector512.Abs(gradient) - Vector512.Create(_l1)), gradient);
}
