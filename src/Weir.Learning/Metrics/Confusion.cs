namespace Weir.Learning.Metrics;

/// <summary>Counts of hits and misses at one threshold, and the rates that follow. A rate without rows is NaN.</summary>
public readonly record struct Confusion(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    /// <summary>All rows.</summary>
    public long Total => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Share of rows that are right.</summary>
    public double Accuracy => (double)(TruePositives + TrueNegatives) / Total;

    /// <summary>Share of alarms that are right.</summary>
    public double Precision => (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>Share of positives that are found (true positive rate).</summary>
    public double Recall => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Harmonic mean of precision and recall.</summary>
    public double F1 => 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>Share of negatives that raise an alarm.</summary>
    public double FalsePositiveRate => (double)FalsePositives / (FalsePositives + TrueNegatives);
}
