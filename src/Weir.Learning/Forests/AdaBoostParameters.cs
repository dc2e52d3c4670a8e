namespace Weir.Learning.Forests;

/// <summary>
/// Real AdaBoost over shallow trees (Friedman, Hastie, Tibshirani 2000; SAMME.R with two classes): each tree adds half the
/// log-odds of its leaf, and the rows that the sum gets wrong gain weight.
/// </summary>
public sealed record AdaBoostParameters : CartParameters
{
    /// <summary>AdaBoost of the defaults.</summary>
    public AdaBoostParameters() => MaxDepth = 2;

    /// <summary>How many trees, 1 to 10,000. Default 100.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Factor of every leaf value, above 0 and at most 1. Default 1.</summary>
    public double LearningRate { get; init; } = 1;

    internal override int TreeCount => Rounds;

    internal override IClassifier Fit(Dataset train, CancellationToken ct) => AdaBoostTrainer.Fit(train, this, ct);

    private protected override void CheckOwn(Action<bool, string> need) =>
        need(LearningRate is > 0 and <= 1, "LearningRate is not above 0 and at most 1.");
}
