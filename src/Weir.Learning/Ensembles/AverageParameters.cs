using Weir.Learning.Calibration;
using Weir.Learning.Splitting;

namespace Weir.Learning.Ensembles;

/// <summary>What is averaged.</summary>
public enum AverageOf
{
    /// <summary>The raw log-odds of the members.</summary>
    LogOdds = 0,

    /// <summary>Probabilities, each member calibrated by <see cref="PlattCalibrator"/> on out-of-fold scores.</summary>
    Probabilities = 1,
}

/// <summary>Fits several learners to the same rows and averages them.</summary>
public sealed record AverageParameters : ILearner
{
    /// <summary>The learners, 1 to 12.</summary>
    public required IReadOnlyList<ILearner> Members { get; init; }

    /// <summary>A weight a member, not negative, of any sum above 0; empty (default) = all the same.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>What is averaged. Default: log-odds.</summary>
    public AverageOf Of { get; init; }

    /// <summary>Folds by group for the calibration of probabilities, 2 to 20. Default 2.</summary>
    public int Folds { get; init; } = 2;

    /// <summary>Seed of the folds. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Fits every member to all rows; for probabilities also once a fold.</summary>
    public IClassifier Fit(Dataset train, Dataset? validation = null, CancellationToken ct = default)
    {
        Check();
        var curves = Of == AverageOf.LogOdds ? [] : Curves(train, validation, ct);
        var total = Weights.Sum();
        double[] weights = [.. Members.Select((_, m) => Weights.Count == 0 ? 1.0 / Members.Count : Weights[m] / total)];
        return new Average([.. Members.Select(member => member.Fit(train, validation, ct))], weights, curves);
    }

    private PlattCalibrator[] Curves(Dataset train, Dataset? validation, CancellationToken ct)
    {
        var (rows, scores) = OutOfFold.Score(Members, train, validation, Fold.Grouped(train.Groups, Folds, Seed), ct);
        var labels = Array.ConvertAll(rows, i => train.Labels[i]);
        var weights = Array.ConvertAll(rows, i => train.Weights[i]);
        return Array.ConvertAll(scores, of => PlattCalibrator.Fit(of, labels, weights));
    }

    private void Check()
    {
        var faults = new List<string>();
        if (Members.Count is < 1 or > Ensemble.MostMembers) faults.Add($"{Members.Count} members are not 1 .. {Ensemble.MostMembers}.");
        if (Weights.Count != 0 && Weights.Count != Members.Count) faults.Add($"{Weights.Count} weights for {Members.Count} members.");
        if (Weights.Any(w => !(w >= 0 && w < double.PositiveInfinity))) faults.Add("A weight is negative or not finite.");
        if (Weights.Count != 0 && !(Weights.Sum() is > 0 and < double.PositiveInfinity)) faults.Add("The weights have no sum above 0.");
        if (!Enum.IsDefined(Of)) faults.Add($"Of {Of} is unknown.");
        if (Folds is < 2 or > 20) faults.Add($"Folds {Folds} is not in 2 .. 20.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
