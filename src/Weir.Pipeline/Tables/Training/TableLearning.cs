using System.Globalization;
using Weir.Learning;
using Weir.Learning.Calibration;
using Weir.Learning.Numerics;
using Weir.Learning.Preparation;

namespace Weir.Pipeline.Tables.Training;

/// <summary>A learner that was chosen, and fitted to all rows to learn from.</summary>
/// <param name="Choice">Who was tried on all rows, and who won.</param>
/// <param name="Preparer">What prepares rows.</param>
/// <param name="Model">Judges prepared rows.</param>
/// <param name="SaveCalibrator">Writes what turns its scores into probabilities.</param>
/// <param name="Preparation">What the preparer does, in words.</param>
internal sealed record Learned(TableChoice Choice, Preparer Preparer, IClassifier Model, Action<ModelFileBuilder, string> SaveCalibrator, string Preparation)
{
    /// <summary>Who was tried on a share of the rows, when there are many; else empty.</summary>
    public IReadOnlyList<TableTrial> FirstRound { get; init; } = [];

    /// <summary>How many rows that were.</summary>
    public int FirstRoundRows { get; init; }

    /// <summary>Candidates that the budget left no time for.</summary>
    public int Untried { get; init; }
}

/// <summary>Chooses a learner by cross-validation and fits it.</summary>
internal sealed class TableLearning(TableTrainingParameters p, TimeProvider time)
{
    private const int LeastForIsotonic = 1000;
    private const int MostForNeighbours = 50_000;
    private const double FirstRoundShare = 0.6;
    private static readonly string[] Combined = ["average", "stack"];

    public Learned Run(Preparing preparing, Dataset train, Action<TableProgress>? progress, CancellationToken ct)
    {
        var (learned, folds) = train.Rows <= p.SearchRows ? All(preparing, train, progress, ct) : BestOfShare(preparing, train, progress, ct);
        var winner = learned.Choice.Winner.Candidate;
        progress?.Invoke(new("fit", $"{winner} on all {train.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows"));
        var (preparer, prepared) = preparing.Fit(train, ct);
        return learned with { Preparer = preparer, Model = winner.Learner.Fit(prepared, null, ct), SaveCalibrator = Calibrator(learned.Choice, folds) };
    }

    private (Learned, IReadOnlyList<FoldRows>) All(Preparing preparing, Dataset train, Action<TableProgress>? progress, CancellationToken ct)
    {
        var folds = preparing.Folds(train, ct);
        var choice = Search(folds, p.Budget, p.Candidates(Features(folds)), progress, ct);
        return (Unfitted(choice, preparing) with { Untried = choice.Untried }, folds);
    }

    // What is good on a share of many rows is good on all: only the best are tried there.
    private (Learned, IReadOnlyList<FoldRows>) BestOfShare(Preparing preparing, Dataset train, Action<TableProgress>? progress, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        var share = train.Take(Share(train));
        var some = preparing.Folds(share, ct);
        var first = Search(some, p.Budget * FirstRoundShare, p.Candidates(Features(some)), progress, ct);
        var finalists = first.Trials.Where(trial => !Combined.Contains(trial.Candidate.Family) && (trial.Candidate.Family != "k-nn" || train.Rows <= MostForNeighbours))
            .DistinctBy(trial => trial.Candidate.Family).Take(p.Finalists).Select(trial => trial.Candidate).ToList();
        var folds = preparing.Folds(train, ct);
        var rest = p.Budget is { } budget ? Longer(budget - time.GetElapsedTime(start)) : (TimeSpan?)null;
        var choice = Search(folds, rest, finalists.Count == 0 ? [first.Winner.Candidate] : finalists, progress, ct);
        return (Unfitted(choice, preparing) with { FirstRound = first.Trials, FirstRoundRows = share.Rows, Untried = first.Untried + choice.Untried }, folds);
    }

    private TableChoice Search(IReadOnlyList<FoldRows> folds, TimeSpan? budget, IReadOnlyList<TableCandidate> candidates, Action<TableProgress>? progress, CancellationToken ct)
    {
        var search = new TableSearch(folds, time) { Budget = budget };
        return search.Run(candidates, progress is null ? null : (done, of) => progress(new("search", string.Create(CultureInfo.InvariantCulture, $"{done} of {of} fits"), done, of, search.Best)), ct);
    }

    private int[] Share(Dataset train)
    {
        int[] order = [.. train.Groups.Distinct()];
        new Xoshiro256(p.Seed).Shuffle(order.AsSpan());
        var (rows, chosen, count) = (train.Groups.CountBy(group => group).ToDictionary(), new HashSet<int>(), 0);
        foreach (var group in order)
        {
            if (count >= p.SearchRows) break;
            chosen.Add(group);
            count += rows[group];
        }

        return [.. Enumerable.Range(0, train.Rows).Where(i => chosen.Contains(train.Groups[i]))];
    }

    // The scores are those of rows that the winner had not learned from. Isotonic regression learns noise of few rows.
    private static Action<ModelFileBuilder, string> Calibrator(TableChoice choice, IReadOnlyList<FoldRows> folds)
    {
        double[] scores = [.. choice.OutOfFold.SelectMany(fold => fold)];
        byte[] labels = [.. folds.SelectMany(fold => fold.Test.Labels)];
        return scores.Length < LeastForIsotonic ? PlattCalibrator.Fit(scores, labels, []).Save : IsotonicCalibrator.Fit(scores, labels, []).Save;
    }

    private static int Features(IReadOnlyList<FoldRows> folds) => folds.Min(fold => fold.Train.FeatureCount);

    private static TimeSpan Longer(TimeSpan rest) => rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    private static Learned Unfitted(TableChoice choice, Preparing preparing) => new(choice, null!, null!, null!, preparing.Words);
}
