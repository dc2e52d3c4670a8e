namespace Weir.Learning.Anomaly;

/// <summary>How an isolation forest is grown.</summary>
public sealed record IsolationForestParameters
{
    /// <summary>How many trees, 1 to 10,000. Default 100.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows drawn without replacement for one tree, 2 to 16,384. Default 256.</summary>
    public int RowsPerTree { get; init; } = 256;

    /// <summary>
    /// Features in each cut, 1 to 64: 1 cuts along the axes (Liu et al. 2008), more cut aslant (Hariri et al. 2019) and so see
    /// values that are usual alone and not together. Default 8.
    /// </summary>
    public int FeaturesPerCut { get; init; } = 8;

    /// <summary>Seed of every draw. The same data, parameters and seed give the same bytes. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        if (Trees is < 1 or > 10_000) faults.Add($"Trees {Trees} is not in 1 .. 10000.");
        if (RowsPerTree is < 2 or > 16_384) faults.Add($"RowsPerTree {RowsPerTree} is not in 2 .. 16384.");
        if (FeaturesPerCut is < 1 or > 64) faults.Add($"FeaturesPerCut {FeaturesPerCut} is not in 1 .. 64.");
        if (Threads < 0) faults.Add("Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
