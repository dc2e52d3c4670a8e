namespace Weir.Learning.Anomaly;

/// <summary>How an isolation forest is grown.</summary>
public sealed record IsolationForestParameters
{
    /// <summary>How many trees, 1 to 10,000. Default 100.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows drawn without replacement for one tree, 2 to 16,384. Default 256.</summary>
    public int RowsPerTree { get; init; } = 256;

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
        if (Threads < 0) faults.Add("Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
