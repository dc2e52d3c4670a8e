using Weir.Learning;
using Weir.Learning.Trees;

namespace Weir.Pipeline.Tables.Training;

/// <summary>Candidates that one fit answers: boosted trees that differ in their number alone, since the first trees of a larger model are the smaller one.</summary>
internal sealed class FitGroup
{
    private FitGroup(IReadOnlyList<TableCandidate> candidates) => Candidates = candidates;

    /// <summary>One or more.</summary>
    public IReadOnlyList<TableCandidate> Candidates { get; }

    /// <summary>All candidates in groups, in the order of the first of each.</summary>
    public static IEnumerable<FitGroup> Of(IEnumerable<TableCandidate> candidates) =>
        candidates.GroupBy(candidate => candidate.Learner is BoostedTreesParameters { EarlyStoppingRounds: 0 } boosted ? boosted with { Trees = 1 } : candidate.Learner)
            .Select(group => new FitGroup([.. group]));

    /// <summary>Fits to a fold and judges each candidate, in their order.</summary>
    public IEnumerable<FoldScores> Judge(FoldRows fold, TimeProvider time, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        if (Candidates.Count == 1)
        {
            var model = Candidates[0].Learner.Fit(fold.Train, null, ct);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            return [FoldScores.Of(fold, model.Scores(fold.Test, null, ct), model.Scores(fold.Train, null, ct), seconds)];
        }

        int[] sizes = [.. Candidates.Select(candidate => ((BoostedTreesParameters)candidate.Learner).Trees)];
        var largest = (BoostedTreesParameters)Candidates[Array.IndexOf(sizes, sizes.Max())].Learner;
        var models = BoostedTreesTrainer.FitSizes(fold.Train, largest, sizes, ct);
        // By itself each would have taken its share of the time.
        var each = time.GetElapsedTime(start).TotalSeconds / largest.Trees;
        return models.Select((model, i) => FoldScores.Of(fold, model.Scores(fold.Test, null, ct), model.Scores(fold.Train, null, ct), each * sizes[i]));
    }
}
