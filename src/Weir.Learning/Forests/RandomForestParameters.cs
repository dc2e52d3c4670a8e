namespace Weir.Learning.Forests;

/// <summary>A random forest (Breiman 2001): deep trees over rows drawn with replacement, a few features tried at each split.</summary>
public sealed record RandomForestParameters : CartParameters
{
    /// <summary>How many trees, 1 to 10,000. Default 100.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Features tried at each split among those that vary there, not negative; 0 (default) = the square root of all.</summary>
    public int FeaturesPerSplit { get; init; }

    /// <summary>Rows drawn with replacement for a tree as a share of all, above 0 and at most 1. Default 1.</summary>
    public double RowSample { get; init; } = 1;

    internal override int TreeCount => Trees;

    internal override double Drawn => RowSample;

    internal override int Tried(int features) => RootOr(FeaturesPerSplit, features);

    private protected override void CheckOwn(Action<bool, string> need)
    {
        need(FeaturesPerSplit >= 0, "FeaturesPerSplit is negative.");
        need(RowSample is > 0 and <= 1, "RowSample is not above 0 and at most 1.");
    }
}
