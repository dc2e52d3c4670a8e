using Weir.Learning.Metrics;

namespace Weir.Learning.Tuning;

/// <summary>How candidates are tried. One budget or both must be given; the first to run out ends the search.</summary>
public sealed record HalvingParameters
{
    /// <summary>Candidates at the start, the default among them, 2 to 10,000; fewer when the budget allows fewer. Default 27.</summary>
    public int Candidates { get; init; } = 27;

    /// <summary>One of so many candidates, and the default, go on to the next rung, which has so many times the resource; 2 to 10. Default 3.</summary>
    public int Factor { get; init; } = 3;

    /// <summary>Share of the resource at the first rung, above 0 and at most 1. Default 1/9: three rungs.</summary>
    public double LeastShare { get; init; } = 1.0 / 9;

    /// <summary>Most time; the report says where it ran out.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Most fits; the result is then the same in every run.</summary>
    public int? Fits { get; init; }

    /// <summary>What is to be large. Default: the area under the ROC curve.</summary>
    public RankedMetric Objective { get; init; } = (rows, counts) => rows.RocAuc(counts);

    /// <summary>How the report calls the objective.</summary>
    public string ObjectiveName { get; init; } = "ROC-AUC";

    /// <summary>Seed of the candidates. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Of the interval of what was gained.</summary>
    public BootstrapParameters Bootstrap { get; init; } = new();

    /// <summary>The share of each rung; the last is 1.</summary>
    internal double[] Shares()
    {
        var shares = new List<double> { 1 };
        while (shares[0] / Factor >= LeastShare * (1 - 1e-9)) shares.Insert(0, shares[0] / Factor);
        return [.. shares];
    }

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Candidates is >= 2 and <= 10_000, $"Candidates {Candidates} is not in 2 .. 10000.");
        Need(Factor is >= 2 and <= 10, $"Factor {Factor} is not in 2 .. 10.");
        Need(LeastShare is > 0 and <= 1, "LeastShare is not above 0 and at most 1.");
        Need(Time is not null || Fits is not null, "There is no budget: give a time or a number of fits.");
        Need(Time is null || Time > TimeSpan.Zero, $"A budget of {Time?.TotalSeconds} seconds allows nothing.");
        Need(Fits is null or > 0, $"A budget of {Fits} fits allows nothing.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
