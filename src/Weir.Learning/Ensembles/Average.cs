using Weir.Learning.Calibration;
using Weir.Learning.Numerics;

namespace Weir.Learning.Ensembles;

/// <summary>The weighted mean of the log-odds of several models, or of their calibrated probabilities. Immutable.</summary>
public sealed class Average : Ensemble
{
    private readonly double[] _weights;
    private readonly PlattCalibrator[] _curves;

    /// <param name="members">One or more.</param>
    /// <param name="weights">One a member; they sum to 1.</param>
    /// <param name="curves">One a member for a mean of probabilities; none for a mean of log-odds.</param>
    internal Average(IClassifier[] members, double[] weights, PlattCalibrator[] curves) : base(members)
    {
        _weights = weights;
        _curves = curves;
    }

    /// <summary>The share of each member; they sum to 1.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Reads what <see cref="Ensemble.Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static Average Load(ModelFile file, string prefix)
    {
        var members = LoadMembers(file, prefix);
        var weights = file.Get<double>(prefix + ".weights");
        if (weights.Length != members.Length || !Array.TrueForAll(weights, w => w is >= 0 and <= 1) || !(Math.Abs(weights.Sum() - 1) < 1e-9))
            throw file.Fault($"has impossible weights of members in '{prefix}'");
        var curves = file.Has(prefix + ".c0.curve") ? members.Select((_, m) => PlattCalibrator.Load(file, $"{prefix}.c{m}")).ToArray() : [];
        return new Average(members, weights, curves);
    }

    private protected override double Combine(ReadOnlySpan<double> scores)
    {
        if (_curves.Length == 0) return Sum(scores);
        // Both sides are summed: 1 - p would lose the digits of a probability near 1.
        double yes = 0, no = 0;
        for (var m = 0; m < scores.Length; m++)
        {
            var odds = _curves[m].LogOdds(scores[m]);
            yes += _weights[m] * StableMath.Sigmoid(odds);
            no += _weights[m] * StableMath.Sigmoid(-odds);
        }
        return StableMath.Log(yes) - StableMath.Log(no);
    }

    private protected override void SaveCombination(ModelFileBuilder builder, string prefix)
    {
        builder.Add<double>(prefix + ".weights", _weights);
        for (var m = 0; m < _curves.Length; m++) _curves[m].Save(builder, $"{prefix}.c{m}");
    }

    private double Sum(ReadOnlySpan<double> scores)
    {
        var sum = 0.0;
        for (var m = 0; m < scores.Length; m++) sum += _weights[m] * scores[m];
        return sum;
    }
}
