namespace Weir.Learning.Trees;

/// <summary>
/// Boosted trees over columns some of which hold category codes: any float is a code, NaN = missing. A category becomes
/// its smoothed rate of label 1, for the training rows counted on the other folds (Micci-Barreca 2001; Prokhorenkova et al. 2018).
/// </summary>
public sealed record CategoricalTreesParameters : ILearner
{
    /// <summary>The trees that are grown on the rates.</summary>
    public BoostedTreesParameters Trees { get; init; } = new();

    /// <summary>Which columns hold categories, none twice.</summary>
    public IReadOnlyList<int> Columns { get; init; } = [];

    /// <summary>Weight of the overall rate in that of a category, above 0. Default 10.</summary>
    public double Smoothing { get; init; } = 10;

    /// <summary>Folds of the rates of training rows, 2 to 100; rows of one group share a fold. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Encodes the categories and grows the trees.</summary>
    /// <exception cref="ArgumentException">Parameters out of range, or rows that <see cref="BoostedTreesTrainer"/> refuses.</exception>
    public CategoricalTrees Fit(Dataset train, Dataset? validation = null, CancellationToken ct = default)
    {
        Trees.Check();
        Check(train.FeatureCount);
        var encoding = TargetEncoding.Fit(train, this);
        var trees = BoostedTreesTrainer.Fit(encoding.OutOfFold(train, this), Trees, validation is null ? null : encoding.Encode(validation), null, ct);
        return new CategoricalTrees(encoding, trees);
    }

    IClassifier ILearner.Fit(Dataset train, Dataset? validation, CancellationToken ct) => Fit(train, validation, ct);

    private void Check(int features)
    {
        var faults = new List<string>();
        if (Columns.Any(c => c < 0 || c >= features)) faults.Add($"Columns names one that is not in 0 .. {features - 1}.");
        if (Columns.Distinct().Count() != Columns.Count) faults.Add("Columns names one twice.");
        if (!(Smoothing is > 0 and < double.PositiveInfinity)) faults.Add("Smoothing is not above 0.");
        if (Folds is < 2 or > 100) faults.Add($"Folds {Folds} is not in 2 .. 100.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
