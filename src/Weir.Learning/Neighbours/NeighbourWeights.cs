namespace Weir.Learning.Neighbours;

/// <summary>What a neighbour counts.</summary>
public enum NeighbourWeights
{
    /// <summary>Every neighbour counts the same.</summary>
    Uniform = 0,

    /// <summary>One over its distance; neighbours at distance 0 count alone.</summary>
    Distance = 1,
}
