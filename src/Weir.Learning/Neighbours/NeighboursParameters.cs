namespace Weir.Learning.Neighbours;

/// <summary>The k nearest training rows vote on a label, by the Euclidean distance of standardised columns. Missing values count as the mean.</summary>
public sealed record NeighboursParameters : ILearner
{
    /// <summary>How many rows vote, 1 to 1,000; all rows when there are fewer. Default 5.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>What each of them counts, beside the weight that the row has. Default: all the same.</summary>
    public NeighbourWeights Weights { get; init; } = NeighbourWeights.Uniform;

    /// <summary>Whether columns are brought to mean 0 and deviation 1. Default true.</summary>
    public bool Standardise { get; init; } = true;

    /// <summary>Threads to use in training, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    /// <summary>Keeps the rows that have a weight.</summary>
    /// <exception cref="ArgumentException">A parameter is out of range, or no row of one of the classes has a weight; the message says which.</exception>
    public NeighboursModel Fit(Dataset train, CancellationToken ct = default)
    {
        var faults = new List<string>();
        if (Neighbours is < 1 or > 1000) faults.Add($"Neighbours {Neighbours} is not in 1 .. 1000.");
        if (!Enum.IsDefined(Weights)) faults.Add($"Weights {(int)Weights} is not known.");
        if (Threads < 0) faults.Add("Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
        train.PriorLogOdds("Nearest neighbours");
        return NeighboursModel.Of(train, this, ct);
    }

    IClassifier ILearner.Fit(Dataset train, Dataset? validation, CancellationToken ct) => Fit(train, ct);
}
