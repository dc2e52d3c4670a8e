using Weir.Learning.Neighbours;
using Weir.Learning.Numerics;

namespace Weir.Learning.Preparation;

/// <summary>How <see cref="KnnImputer"/> fills holes. With the defaults it answers as scikit-learn's KNNImputer does.</summary>
public sealed record KnnImputerParameters
{
    /// <summary>How many of the nearest rows that have the value give it, 1 to 1,000. Default 5.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>What each of them counts. Default: all the same.</summary>
    public NeighbourWeights Weights { get; init; } = NeighbourWeights.Uniform;

    /// <summary>Whether a column without any value in training is kept, as zeros, or left out (default).</summary>
    public bool KeepEmpty { get; init; }

    /// <summary>Most training rows that are kept to take values from, drawn by the seed; 0 (default) = all of them.</summary>
    public int MostDonors { get; init; }

    /// <summary>Seed of the draw of <see cref="MostDonors"/>. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    /// <summary>Keeps the training rows; NaN and infinite values are holes.</summary>
    /// <param name="columns"><c>columns[column][row]</c>, at least one of each.</param>
    /// <exception cref="ArgumentException">A parameter is out of range, or there is no row or columns differ in length; the message says which.</exception>
    public KnnImputer Fit(double[][] columns)
    {
        Check();
        if (columns.Length == 0 || columns[0].Length == 0) throw new ArgumentException("An imputer needs at least one row of at least one column.", nameof(columns));
        if (Array.Exists(columns, column => column.Length != columns[0].Length)) throw new ArgumentException("The columns differ in length.", nameof(columns));
        var rows = Drawn(columns[0].Length);
        return new KnnImputer(Array.ConvertAll(columns, column => Array.ConvertAll(rows, i => double.IsFinite(column[i]) ? column[i] : double.NaN)), this);
    }

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        if (Neighbours is < 1 or > 1000) faults.Add($"Neighbours {Neighbours} is not in 1 .. 1000.");
        if (!Enum.IsDefined(Weights)) faults.Add($"Weights {(int)Weights} is not known.");
        if (MostDonors < 0) faults.Add("MostDonors is negative.");
        if (Threads < 0) faults.Add("Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }

    private int[] Drawn(int rows)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        if (MostDonors == 0 || rows <= MostDonors) return all;
        var random = new Xoshiro256(Seed);
        random.Shuffle(all.AsSpan());
        return [.. all.Take(MostDonors).Order()];
    }
}
