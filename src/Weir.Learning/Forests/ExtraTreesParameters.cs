namespace Weir.Learning.Forests;

/// <summary>
/// Extremely randomised trees (Geurts, Ernst, Wehenkel 2006): every row once a tree, a few features tried at each split,
/// each cut at random between two of its bins.
/// </summary>
public sealed record ExtraTreesParameters : CartParameters
{
    /// <summary>How many trees, 1 to 10,000. Default 100.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Features tried at each split among those that vary there, not negative; 0 (default) = the square root of all.</summary>
    public int FeaturesPerSplit { get; init; }

    internal override int TreeCount => Trees;

    internal override bool RandomCuts => true;

    internal override int Tried(int features) => RootOr(FeaturesPerSplit, features);

    private protected override void CheckOwn(Action<bool, string> need) => need(FeaturesPerSplit >= 0, "FeaturesPerSplit is negative.");
}
