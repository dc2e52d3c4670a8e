namespace Weir.Learning.Tuning;

/// <summary>The rows that a fold is judged on.</summary>
/// <param name="Labels">0 or 1; both occur.</param>
/// <param name="Groups">Of each row, for intervals.</param>
public sealed record JudgedRows(byte[] Labels, int[] Groups);

/// <summary>
/// What is tuned: fits a candidate on the training side of a fold and scores the judged side. The folds stand in order of time:
/// all but the last choose the winner, and only the last, which chose nothing, says what was gained.
/// </summary>
public interface ITuningTask
{
    /// <summary>How many folds there are, 2 or more.</summary>
    public int FoldCount { get; }

    /// <summary>The judged rows of a fold.</summary>
    public JudgedRows Judged(int fold);

    /// <summary>Fits with a share of the resource (0..1: of the rows, or of the learner's work) and gives one score a judged row.</summary>
    /// <exception cref="ArgumentException">The candidate cannot be fitted.</exception>
    public double[] Scores(Candidate candidate, int fold, double share, CancellationToken ct);
}
