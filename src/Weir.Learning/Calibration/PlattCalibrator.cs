using Weir.Learning.Numerics;

namespace Weir.Learning.Calibration;

/// <summary>
/// Turns raw scores into probabilities by one logistic curve (Platt 1999, with the targets and the Newton steps of Lin,
/// Lin and Weng 2007): for few rows, where <see cref="IsotonicCalibrator"/> would learn noise. Strictly increasing. Immutable.
/// </summary>
public sealed class PlattCalibrator
{
    private const int MaxSteps = 100;

    private PlattCalibrator(double slope, double intercept)
    {
        Slope = slope;
        Intercept = intercept;
    }

    /// <summary>Log-odds a unit of raw score; above 0.</summary>
    public double Slope { get; }

    /// <summary>Log-odds at raw score 0.</summary>
    public double Intercept { get; }

    /// <summary>Fits the curve.</summary>
    /// <param name="scores">Finite raw scores.</param>
    /// <param name="labels">0 or 1; both must occur.</param>
    /// <param name="weights">Weights of the rows; empty means 1.</param>
    public static PlattCalibrator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights)
    {
        var rows = IsotonicBlocks.Sorted(scores, labels, weights);
        double positive = 0, negative = 0;
        foreach (var row in rows)
        {
            positive += row.Weight * row.Mean;
            negative += row.Weight * (1 - row.Mean);
        }
        if (!(positive > 0 && negative > 0))
            throw new ArgumentException("Calibration needs rows of both classes.", nameof(labels));
        var (yes, no) = ((positive + 1) / (positive + 2), 1 / (negative + 2));
        var targets = Array.ConvertAll(rows, r => r with { Mean = r.Mean > 0 ? yes : no });
        var (slope, intercept) = Newton(targets, StableMath.Log((positive + 1) / (negative + 1)));
        return new PlattCalibrator(Math.Max(slope, 1e-6), intercept);
    }

    /// <summary>The probability of a raw score.</summary>
    public double Probability(double score) => StableMath.Sigmoid(LogOdds(score));

    /// <summary>The calibrated log-odds of a raw score.</summary>
    public double LogOdds(double score) => Intercept + Slope * score;

    /// <summary>Writes the section <c>prefix.curve</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => builder.Add<double>(prefix + ".curve", [Slope, Intercept]);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The section is missing or is not an increasing curve.</exception>
    public static PlattCalibrator Load(ModelFile file, string prefix)
    {
        var curve = file.Get<double>(prefix + ".curve");
        if (curve.Length != 2 || !(curve[0] > 0) || !double.IsFinite(curve[0] + curve[1]))
            throw file.Fault($"has a calibration '{prefix}' that does not increase");
        return new PlattCalibrator(curve[0], curve[1]);
    }

    /// <summary>Newton's method with halved steps where a whole one does not lower the loss.</summary>
    private static (double Slope, double Intercept) Newton(IsotonicBlock[] rows, double start)
    {
        var (slope, intercept) = (0.0, start);
        var loss = Loss(rows, slope, intercept);
        for (var step = 0; step < MaxSteps; step++)
        {
            var (ds, di) = Direction(rows, slope, intercept);
            var size = 1.0;
            var next = Loss(rows, slope - ds, intercept - di);
            while (!(next < loss) && size > 1e-10)
            {
                size /= 2;
                next = Loss(rows, slope - size * ds, intercept - size * di);
            }
            if (!(next < loss)) break;
            (slope, intercept) = (slope - size * ds, intercept - size * di);
            if (loss - next < 1e-12 * loss) break;
            loss = next;
        }
        return (slope, intercept);
    }

    /// <summary>Inverse Hessian times gradient.</summary>
    private static (double Slope, double Intercept) Direction(IsotonicBlock[] rows, double slope, double intercept)
    {
        double gs = 0, gi = 0, hss = 1e-12, hsi = 0, hii = 1e-12;
        foreach (var row in rows)
        {
            var p = StableMath.Sigmoid(intercept + slope * row.Score);
            var g = (p - row.Mean) * row.Weight;
            var h = p * (1 - p) * row.Weight;
            gs += g * row.Score;
            gi += g;
            hss += h * row.Score * row.Score;
            hsi += h * row.Score;
            hii += h;
        }
        var determinant = hss * hii - hsi * hsi;
        return ((hii * gs - hsi * gi) / determinant, (hss * gi - hsi * gs) / determinant);
    }

    private static double Loss(IsotonicBlock[] rows, double slope, double intercept)
    {
        var loss = 0.0;
        foreach (var row in rows)
        {
            var x = intercept + slope * row.Score;
            loss += row.Weight * (StableMath.Softplus(x) - row.Mean * x);
        }
        return loss;
    }
}
