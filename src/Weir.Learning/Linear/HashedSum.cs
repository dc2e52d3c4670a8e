namespace Weir.Learning.Linear;

/// <summary>
/// The score of a row that is never built: each index is added as it is hashed. Adding the indices of a row in its order gives
/// <see cref="HashedLogistic.Score(ReadOnlySpan{uint})"/> to the last bit. Made by <see cref="HashedLogistic.Begin"/>.
/// </summary>
public ref struct HashedSum
{
    private readonly HashedLogistic _model;
    private readonly ReadOnlySpan<float> _weights;

    internal HashedSum(HashedLogistic model, ReadOnlySpan<float> weights)
    {
        _model = model;
        _weights = weights;
    }

    /// <summary>Indices added.</summary>
    public int Count { get; private set; }

    /// <summary>Their weights before scaling; the difference of two readings is the share of what was added between them.</summary>
    public double Weights { get; private set; }

    /// <summary>Raw log-odds of the indices added so far.</summary>
    public readonly double Score => _model.Score(Weights, Count);

    /// <summary>Adds the next index of the row.</summary>
    public void Add(uint index)
    {
        Weights += _weights[(int)(index & (uint)(_weights.Length - 1))];
        Count++;
    }
}
