using Weir.Learning.Numerics;

namespace Weir.Learning.Calibration;

/// <summary>
/// Turns raw scores into probabilities by isotonic regression (pool adjacent violators), read as a line of log-odds
/// between the centres of its blocks. The map is continuous, strictly increasing (different scores stay different, up to
/// the last bits of a double: a thousandth of the mean slope is added everywhere) and stays inside (0, 1): block means are
/// drawn to the base rate by one row's weight, and the tails approach a bound 4 log-odds beyond the outer blocks. Immutable.
/// </summary>
public sealed class IsotonicCalibrator
{
    private const double TailRoom = 4;
    private const double LeastSlope = 1e-3;

    private readonly double[] _scores;
    private readonly double[] _logits;
    private readonly double _slope;

    private IsotonicCalibrator(double[] scores, double[] logits, double slope)
    {
        _scores = scores;
        _logits = logits;
        _slope = slope;
    }

    /// <summary>Fits the map.</summary>
    /// <param name="scores">Finite raw scores.</param>
    /// <param name="labels">0 or 1; both must occur.</param>
    /// <param name="weights">Weights of the rows; empty means 1.</param>
    public static IsotonicCalibrator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights)
    {
        var blocks = IsotonicBlocks.Fit(scores, labels, weights);
        var x = blocks.ConvertAll(b => b.Score).ToArray();
        var y = blocks.ConvertAll(b => StableMath.Logit(b.Mean)).ToArray();
        // One block means that the scores say nothing: the order is kept, but hardly any confidence comes of it.
        if (x.Length == 1) return new IsotonicCalibrator(x, y, LeastSlope);
        var slope = (y[^1] - y[0]) / (x[^1] - x[0]);
        var middle = x[0] + (x[^1] - x[0]) / 2;
        for (var i = 0; i < x.Length; i++) y[i] += LeastSlope * slope * (x[i] - middle);
        return new IsotonicCalibrator(x, y, slope);
    }

    /// <summary>The probability of a raw score, strictly between 0 and 1; NaN for NaN.</summary>
    public double Probability(double score) => StableMath.Sigmoid(LogOdds(score));

    /// <summary>The calibrated log-odds of a raw score.</summary>
    public double LogOdds(double score)
    {
        if (double.IsNaN(score)) return score;
        if (score <= _scores[0]) return _logits[0] - Tail(_scores[0] - score);
        if (score >= _scores[^1]) return _logits[^1] + Tail(score - _scores[^1]);
        var right = Array.BinarySearch(_scores, score);
        if (right >= 0) return _logits[right];
        right = ~right;
        var share = (score - _scores[right - 1]) / (_scores[right] - _scores[right - 1]);
        return _logits[right - 1] + share * (_logits[right] - _logits[right - 1]);
    }

    /// <summary>Writes the sections <c>prefix.scores</c>, <c>prefix.logits</c> and <c>prefix.slope</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<double>(prefix + ".scores", _scores);
        builder.Add<double>(prefix + ".logits", _logits);
        builder.Add<double>(prefix + ".slope", [_slope]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or are not an increasing map.</exception>
    public static IsotonicCalibrator Load(ModelFile file, string prefix)
    {
        var scores = file.Get<double>(prefix + ".scores");
        var logits = file.Get<double>(prefix + ".logits");
        var slope = file.Get<double>(prefix + ".slope");
        if (scores.Length == 0 || scores.Length != logits.Length || slope.Length != 1
            || !(slope[0] > 0 && double.IsFinite(slope[0]))
            || !Increasing(scores) || !Increasing(logits))
            throw file.Fault($"has a calibration '{prefix}' that does not increase");
        return new IsotonicCalibrator(scores, logits, slope[0]);
    }

    /// <summary>Starts with the mean slope of the map and flattens towards <see cref="TailRoom"/>.</summary>
    private double Tail(double distance)
    {
        var t = _slope * distance / TailRoom;
        return TailRoom * (t < 1 ? t / (1 + t) : 1 - 1 / (1 + t));
    }

    private static bool Increasing(double[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] <= values[i - 1])) return false;
        return true;
    }
}
