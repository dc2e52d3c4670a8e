namespace Weir.Pipeline.Monitoring;

/// <summary>A URL to watch; the label is null when nobody has settled it.</summary>
public readonly record struct WatchedRow(string Subject, bool? IsPhishing);

/// <summary>
/// Rows as a model sees them: its features column by column in the order of today's schema (NaN = missing, or hidden from the model),
/// its scores, the labels (1 phishing, 0 benign, 2 not settled) and the top-level domains.
/// </summary>
public sealed record RowFrame(float[][] Columns, double[] Scores, byte[] Labels, string[] TopLevels)
{
    /// <summary>Where each row stood among those that were read.</summary>
    public int[] Sources { get; init; } = [];

    /// <summary>How many rows.</summary>
    public int Rows => Scores.Length;

    /// <summary>Share of phishing among the labelled rows; NaN without one.</summary>
    public double PhishingShare => (double)Labels.Count(label => label == 1) / Labels.Count(label => label < 2);
}
