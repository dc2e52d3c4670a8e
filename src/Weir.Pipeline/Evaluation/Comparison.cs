namespace Weir.Pipeline.Evaluation;

/// <summary>Challenger less champion, on the same rows and the same bootstrap draws over domains; positive = the challenger is better.</summary>
public sealed record Comparison(string Champion, Figure TprAt1Percent, Figure RocAuc)
{
    /// <summary>The difference at a false-positive rate of 0.1 %.</summary>
    public Figure TprAt01Percent { get; init; } = new(null, null, null);

    /// <summary>The difference of accuracy at the threshold of phishing; for tables.</summary>
    public Figure Accuracy { get; init; } = new(null, null, null);

    /// <summary>Gold subjects that the champion has right and the challenger has not.</summary>
    public IReadOnlyList<string> GoldLost { get; init; } = [];

    /// <summary>The differences slice by slice.</summary>
    public IReadOnlyList<SliceDifference> Slices { get; init; } = [];
}

/// <summary>
/// Rows of one slice and class that the challenger has right less those that the champion has right, as a share (-1..1), when each
/// alarms at its own false-positive rate of 1 % of all rows. The interval holds for all slices together.
/// </summary>
public sealed record SliceDifference(string Kind, string Name, bool IsPhishing, int Rows, Figure Difference);
