using Weir.Learning.Numerics;

namespace Weir.Learning.Metrics;

/// <summary>Rows whose stated probability lies from <paramref name="From"/> up to <paramref name="To"/>: mean stated, and share of label 1 (NaN without rows).</summary>
public readonly record struct ReliabilityBin(double From, double To, long Rows, double Stated, double Observed);

/// <summary>How far stated probabilities (0 to 1) are from what happens. Labels are 0 or 1; no rows give NaN.</summary>
public static class CalibrationMetrics
{
    /// <summary>Expected calibration error over bins of equal width: mean |stated - observed| weighted by rows.</summary>
    public static double Ece(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels, int bins = 15)
    {
        var error = 0.0;
        foreach (var bin in Reliability(probabilities, labels, bins))
            if (bin.Rows > 0) error += bin.Rows * Math.Abs(bin.Stated - bin.Observed);
        return error / probabilities.Length;
    }

    /// <summary>Bins of equal width: how often label 1 was stated, and how often it happened.</summary>
    public static ReliabilityBin[] Reliability(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels, int bins = 15)
    {
        Check(probabilities, labels, bins);
        var (rows, stated, observed) = (new long[bins], new double[bins], new double[bins]);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var bin = Math.Min((int)(probabilities[i] * bins), bins - 1);
            rows[bin]++;
            stated[bin] += probabilities[i];
            observed[bin] += labels[i];
        }
        return [.. rows.Select((count, b) => new ReliabilityBin((double)b / bins, (b + 1.0) / bins, count, stated[b] / count, observed[b] / count))];
    }

    /// <summary>The same over bins of equally many rows, which sees faults where most rows lie close together.</summary>
    public static double EceEqualMass(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels, int bins = 15)
    {
        Check(probabilities, labels, bins);
        var order = ScoreOrder.Descending(probabilities);
        var error = 0.0;
        for (var b = 0; b < bins; b++)
        {
            var (from, to) = ((int)((long)b * order.Length / bins), (int)((long)(b + 1) * order.Length / bins));
            var difference = 0.0;
            foreach (var row in order.AsSpan(order.Length - to, to - from)) difference += probabilities[row] - labels[row];
            error += Math.Abs(difference);
        }
        return error / order.Length;
    }

    /// <summary>Mean squared difference of probability and label.</summary>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels)
    {
        Check(probabilities, labels, 1);
        var sum = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var difference = probabilities[i] - labels[i];
            sum += difference * difference;
        }
        return sum / probabilities.Length;
    }

    /// <summary>Mean negative log-likelihood in nats; probabilities are held 1e-15 away from 0 and 1.</summary>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels)
    {
        Check(probabilities, labels, 1);
        var sum = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var p = Math.Clamp(probabilities[i], 1e-15, 1 - 1e-15);
            sum -= labels[i] != 0 ? StableMath.Log(p) : StableMath.Log1p(-p);
        }
        return sum / probabilities.Length;
    }

    /// <exception cref="ArgumentException">Lengths differ or a value is no probability.</exception>
    internal static void Check(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (probabilities.Length != labels.Length)
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities and {labels.Length} labels.", nameof(probabilities));
        foreach (var p in probabilities)
            if (!(p >= 0 && p <= 1)) throw new ArgumentException($"{p} is not a probability.", nameof(probabilities));
    }
}
