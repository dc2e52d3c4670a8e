namespace Weir.Learning.Trees;

/// <summary>A way to divide a leaf: bins up to <paramref name="Bin"/> go left, missing values where the flag says.</summary>
internal readonly record struct Split(double Gain, int Position, int Bin, bool MissingLeft, long LeftSum)
{
    public static readonly Split None = new(0, -1, 0, false, 0);

    public bool Exists => Position >= 0;
}

/// <summary>Finds the best split of one feature in a histogram (XGBoost's regularised gain, Chen and Guestrin 2016, eq. 7).</summary>
internal readonly struct SplitSearch(BoostedTreesParameters p, double gradientUnit, double hessianUnit)
{
    /// <summary>The newton step of a leaf with these sums, before the learning rate.</summary>
    public double LeafValue(long sum)
    {
        var hessian = Gradients.Hessian(sum) * hessianUnit + p.L2;
        return hessian > 0 ? -Shrunk(Gradients.Gradient(sum) * gradientUnit) / hessian : 0;
    }

    /// <summary>The better of the best so far and this feature's best; the earlier one wins a tie.</summary>
    public Split Best(Split best, ReadOnlySpan<long> histogram, FeatureBins bins, int position, long total)
    {
        var missing = histogram[bins.Missing];
        // Without missing rows here an unseen missing value goes with the heavier side.
        best = Scan(best, histogram, bins, position, total, 0, missing != 0 ? bins.Count : bins.Count - 1, missing == 0);
        return missing == 0 ? best : Scan(best, histogram, bins, position, total, missing, bins.Count - 1, false);
    }

    private Split Scan(Split best, ReadOnlySpan<long> histogram, FeatureBins bins, int position, long total, long left, int end, bool free)
    {
        var startsWithMissing = left != 0;
        var parent = Quality(total);
        var least = Math.Max(best.Gain, p.MinGain) + parent;
        var (allGradient, allHessian) = (Gradients.Gradient(total) * gradientUnit, Gradients.Hessian(total) * hessianUnit);
        for (var bin = 0; bin < end; bin++)
        {
            if (histogram[bin] == 0) continue;
            left += histogram[bin];
            var hessian = Gradients.Hessian(left) * hessianUnit;
            var otherHessian = allHessian - hessian;
            if (hessian < p.MinChildWeight || otherHessian < p.MinChildWeight) continue;
            var gradient = Gradients.Gradient(left) * gradientUnit;
            var (a, b) = (Shrunk(gradient), Shrunk(allGradient - gradient));
            var (c, d) = (hessian + p.L2, otherHessian + p.L2);
            // a * a / c + b * b / d without a division for the many that are no better.
            var quality = a * a * d + b * b * c;
            if (!(quality > least * (c * d))) continue;
            var gain = quality / (c * d) - parent;
            if (!(gain > best.Gain) || gain < p.MinGain) continue;
            least = gain + parent;
            best = new Split(gain, position, bin, free ? hessian >= otherHessian : startsWithMissing, left);
        }
        return best;
    }

    private double Quality(long sum)
    {
        var gradient = Shrunk(Gradients.Gradient(sum) * gradientUnit);
        return gradient * gradient / (Gradients.Hessian(sum) * hessianUnit + p.L2);
    }

    private double Shrunk(double gradient) =>
        p.L1 == 0 ? gradient : Math.CopySign(Math.Max(0, Math.Abs(gradient) - p.L1), gradient);
}
