using Weir.Learning;
using Weir.Learning.Trees;

namespace Weir.Pipeline.Tables.Training;

/// <summary>
/// Candidates that one fit answers: those of equal learners, and boosted trees that differ in their number alone, since the first trees of a larger
/// model are the smaller one (there are no validation rows here, so that none stops early).
/// </summary>
internal sealed class FitGroup
{
    private FitGroup(IReadOnlyList<TableCandidate> candidates) => Candidates = candidates;

    /// <summary>One or more.</summary>
    public IReadOnlyList<TableCandidate> Candidates { get; }

    /// <summary>All candidates in groups, in the order of the first of each.</summary>
    public static IEnumerable<FitGroup> Of(IEnumerable<TableCandidate> candidates) =>
        candidates.GroupBy(candidate => candidate.Learner is BoostedTreesParameters boosted ? boosted with { Trees = 1 } : candidate.Learner)
            .Select(group => new FitGroup([.. group]));

    /// <summary>Fits to a fold and judges each candidate, in their order.</summary>
    public IEnumerable<FoldScores> Judge(FoldRows fold, TimeProvider time, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        if (Candidates[0].Learner is not BoostedTreesParameters)
        {
            var model = Candidates[0].Learner.Fit(fold.Train, null, ct);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            var scores = FoldScores.Of(fold, model.Scores(fold.Test, null, ct), model.Scores(fold.Train, null, ct), seconds);
            return Candidates.Select(_ => scores);
        }

        int[] sizes = [.. Candidates.Select(candidate => ((BoostedTreesParameters)candidate.Learner).Trees)];
        var largest = (BoostedTreesParameters)Candidates[Array.IndexOf(sizes, sizes.Max())].Learner;
        var models = BoostedTreesTrainer.FitSizes(fold.Train, largest, sizes, ct);
        // By itself each would have taken its share of the time.
        var each = time.GetElapsedTime(start).TotalSeconds / largest.Trees;
        return models.Select((model, i) => FoldScores.Of(fold, model.Scores(fold.Test, null, ct), model.Scores(fold.Train, null, ct), each * sizes[i]));
    }
}
