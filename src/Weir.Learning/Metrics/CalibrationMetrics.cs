using Weir.Learning.Numerics;

namespace Weir.Learning.Metrics;

/// <summary>How far stated probabilities (0 to 1) are from what happens. Labels are 0 or 1; no rows give NaN.</summary>
public static class CalibrationMetrics
{
    /// <summary>Expected calibration error over bins of equal width: mean |stated - observed| weighted by rows.</summary>
    public static double Ece(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels, int bins = 15)
    {
        Check(probabilities, labels, bins);
        var stated = new double[bins];
        var observed = new double[bins];
        for (var i = 0; i < probabilities.Length; i++)
        {
            var bin = Math.Min((int)(probabilities[i] * bins), bins - 1);
            stated[bin] += probabilities[i];
            observed[bin] += labels[i];
        }
        var error = 0.0;
        for (var b = 0; b < bins; b++) error += Math.Abs(stated[b] - observed[b]);
        return error / probabilities.Length;
    }

    /// <summary>The same over bins of equally many rows, which sees faults where most rows lie close together.</summary>
    public static double EceEqualMass(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels, int bins = 15)
    {
        Check(probabilities, labels, bins);
        var sorted = probabilities.ToArray();
        var order = labels.ToArray();
        Array.Sort(sorted, order);
        var error = 0.0;
        for (var b = 0; b < bins; b++)
        {
            var (from, to) = ((int)((long)b * sorted.Length / bins), (int)((long)(b + 1) * sorted.Length / bins));
            var difference = 0.0;
            for (var i = from; i < to; i++) difference += sorted[i] - order[i];
            error += Math.Abs(difference);
        }
        return error / sorted.Length;
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

    private static void Check(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> labels, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (probabilities.Length != labels.Length)
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities and {labels.Length} labels.", nameof(probabilities));
        foreach (var p in probabilities)
            if (!(p >= 0 && p <= 1)) throw new ArgumentException($"{p} is not a probability.", nameof(probabilities));
    }
}
