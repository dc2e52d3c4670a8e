namespace Weir.Learning.Forests;

/// <summary>A node of a grown tree. Children lie side by side, after their parent; <paramref name="Left"/> is -1 at a leaf.</summary>
internal readonly record struct CartNode(ulong Weights, int Left, Cut Cut);

/// <summary>A node that may still be divided: its rows in the partition and its best cut.</summary>
internal readonly record struct OpenNode(int Node, int Depth, int Start, int Count, Cut Cut);
