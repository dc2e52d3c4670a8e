namespace Weir.Learning.Forests;

/// <summary>A way to divide a node: bins up to <paramref name="Bin"/> go left, missing values where the flag says.</summary>
/// <param name="Gain">Fall of the impurity times weight, in the units of <see cref="ClassWeights"/>; negative = no cut.</param>
/// <param name="Position">The column.</param>
/// <param name="Bin">Last bin on the left.</param>
/// <param name="MissingLeft">Where missing values go.</param>
/// <param name="Left">The weights that go left.</param>
internal readonly record struct Cut(double Gain, int Position, int Bin, bool MissingLeft, ulong Left)
{
    public static readonly Cut None = new(-1, -1, 0, false, 0);

    public bool Exists => Position >= 0;
}
