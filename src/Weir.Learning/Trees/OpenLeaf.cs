namespace Weir.Learning.Trees;

/// <summary>A leaf of the tree that grows: its rows in the partition, their sum, and its best split when it has one.</summary>
internal struct OpenLeaf()
{
    public int Node;
    public int Depth;
    public int Start;
    public int Count;
    public long Sum;
    public long[]? Histogram;
    public Split Split = Split.None;

    /// <summary>Its value must not be below this.</summary>
    public double Low = double.NegativeInfinity;

    /// <summary>Its value must not be above this.</summary>
    public double High = double.PositiveInfinity;

    /// <summary>The least hessian that its children must have, above that of the parameters.</summary>
    public double LeastChild;

    /// <summary>Its two children.</summary>
    public readonly (OpenLeaf Left, OpenLeaf Right) Divide(int node, int leftCount, long leftSum) => (
        new OpenLeaf { Node = node, Depth = Depth + 1, Start = Start, Count = leftCount, Sum = leftSum, Low = Low, High = High },
        new OpenLeaf
        {
            Node = node + 1,
            Depth = Depth + 1,
            Start = Start + leftCount,
            Count = Count - leftCount,
            Sum = Sum - leftSum,
            Low = Low,
            High = High,
        });
}
