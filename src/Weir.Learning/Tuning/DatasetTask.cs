using Weir.Learning.Numerics;
using Weir.Learning.Splitting;

namespace Weir.Learning.Tuning;

/// <summary>What the share of a rung is a share of.</summary>
public enum TuningResource
{
    /// <summary>The groups of the training rows; a larger share holds a smaller one.</summary>
    Rows = 0,

    /// <summary>What the learner makes of it, such as its number of trees.</summary>
    Learner = 1,
}

/// <summary>Tunes any learner over dense rows.</summary>
/// <param name="data">All rows.</param>
/// <param name="folds">In order of time; see <see cref="Fold.Forward"/> and <see cref="Fold.Grouped"/>.</param>
/// <param name="make">The learner of a candidate; the share is 1 when rows are the resource.</param>
/// <param name="resource">What is given out by and by.</param>
public sealed class DatasetTask(
    Dataset data, Fold[] folds, Func<Candidate, double, ILearner> make, TuningResource resource = TuningResource.Rows) : ITuningTask
{
    private const ulong Salt = 0x5A17;

    /// <inheritdoc/>
    public int FoldCount => folds.Length;

    /// <inheritdoc/>
    public JudgedRows Judged(int fold) =>
        new(Array.ConvertAll(folds[fold].Test, i => data.Labels[i]), Array.ConvertAll(folds[fold].Test, i => data.Groups[i]));

    /// <inheritdoc/>
    public double[] Scores(Candidate candidate, int fold, double share, CancellationToken ct)
    {
        var rows = resource == TuningResource.Rows ? Array.FindAll(folds[fold].Train, i => IsWithin(data.Groups[i], share)) : folds[fold].Train;
        var learner = make(candidate, resource == TuningResource.Rows ? 1 : share);
        return learner.Fit(data.Take(rows), null, ct).Scores(data, folds[fold].Test, ct);
    }

    /// <summary>Whether a group belongs to this share of all groups.</summary>
    public static bool IsWithin(int group, double share) =>
        (SplitMix64.Mix((uint)group, Salt) >> 11) * (1.0 / (1UL << 53)) < share;
}
