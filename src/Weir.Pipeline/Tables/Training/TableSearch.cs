using System.Collections.Concurrent;
using System.Globalization;
using Weir.Learning.Ensembles;

namespace Weir.Pipeline.Tables.Training;

/// <summary>The candidates that were tried, the best first, and the one to take.</summary>
/// <param name="Trials">All, by their mean figure; those that were given up stand at the end.</param>
/// <param name="Margin">Mean figure of the winner less that of the best of another family, fold by fold.</param>
/// <param name="GivenUp">How many were given up after the first folds.</param>
public sealed record TableChoice(IReadOnlyList<TableTrial> Trials, FoldSpread Margin, int GivenUp)
{
    /// <summary>The best.</summary>
    public TableTrial Winner => Trials[0];

    /// <summary>Raw log-odds that the winner gave to the rows to judge on, fold by fold.</summary>
    public IReadOnlyList<double[]> OutOfFold { get; init; } = [];

    /// <summary>How many the budget left no time for.</summary>
    public int Untried { get; init; }
}

/// <summary>
/// Chooses a learner by cross-validation: every candidate on the first folds, those worth it on all of them, then the combinations of the
/// best of each family. The rows of the later test are never seen. The same rows and candidates give the same choice at any number of threads.
/// </summary>
/// <param name="folds">Two or more.</param>
/// <param name="time">Measures what each candidate takes.</param>
public sealed class TableSearch(IReadOnlyList<FoldRows> folds, TimeProvider time)
{
    /// <summary>After so many folds it is seen who is worth the others.</summary>
    private const int FirstFolds = 2;

    /// <summary>Who lies so far below the best then is given up, unless he is the best of his family; further where few rows were judged.</summary>
    private const double LeastWorth = 0.005;

    /// <summary>Over the root of the rows judged: about what two figures of these rows differ by without a cause.</summary>
    private const double Noise = 0.2;

    private readonly ConcurrentDictionary<(TableCandidate Candidate, int Fold), FoldScores> _tried = new();
    private long _start;

    /// <summary>How long to go on, looked at between fits; one candidate is judged in any case. Null (default): until all are tried.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>The best candidate so far by the first folds, in words; null before one was tried on all of these. Any thread may ask.</summary>
    public string? Best
    {
        get
        {
            var first = Math.Min(FirstFolds, folds.Count);
            var best = _tried.Keys.Select(key => key.Candidate).Distinct().Where(candidate => IsDone(candidate, first)).MaxBy(candidate => Mean(candidate, first));
            return best is null ? null : string.Create(CultureInfo.InvariantCulture, $"{best}, mean figure {Mean(best, first):F4} on the first {first} folds");
        }
    }

    /// <summary>Tries all and chooses.</summary>
    /// <param name="candidates">One or more.</param>
    /// <param name="progress">Told after each fit: how many are done, and of how many as far as is known.</param>
    /// <param name="ct">Stops between fits.</param>
    public TableChoice Run(IReadOnlyList<TableCandidate> candidates, Action<int, int>? progress = null, CancellationToken ct = default)
    {
        _start = time.GetTimestamp();
        var first = Math.Min(FirstFolds, folds.Count);
        var order = Budget is null ? candidates : Mixed(candidates);
        Try(order, 0, first, order[0], progress, ct);
        List<TableCandidate> tried = [.. candidates.Where(candidate => IsDone(candidate, first))];
        var worth = Worth(tried, first);
        Try(worth, first, folds.Count, worth.MaxBy(candidate => Mean(candidate, first))!, progress, ct);
        var done = worth.FindAll(candidate => IsDone(candidate, folds.Count));
        var heads = BestOfFamilies(done, folds.Count);
        List<TableCandidate> combined = [.. Average(heads), .. Stack(heads, ct)];
        progress?.Invoke(_tried.Count, _tried.Count);
        List<TableTrial> whole = [.. done.Concat(combined.Where(candidate => IsDone(candidate, folds.Count))).Select(Trial).OrderByDescending(trial => trial.Mean.Mean)];
        List<TableTrial> given = [.. tried.Except(done).Select(Trial).OrderByDescending(trial => trial.Mean.Mean)];
        return new([.. whole, .. given], Margin(whole), given.Count)
        {
            OutOfFold = [.. Enumerable.Range(0, folds.Count).Select(fold => _tried[(whole[0].Candidate, fold)].Test)],
            Untried = candidates.Count - tried.Count + combined.Count(candidate => !IsDone(candidate, folds.Count)),
        };
    }

    // Beyond the budget only one goes on, so that there is a choice at all.
    private void Try(IReadOnlyList<TableCandidate> candidates, int start, int end, TableCandidate always, Action<int, int>? progress, CancellationToken ct)
    {
        var left = candidates.Where(candidate => !IsDone(candidate, end)).ToList();
        var all = _tried.Count + left.Count * (end - start);
        var tasks = (from fits in FitGroup.Of(left) from fold in Enumerable.Range(start, end - start) select (fits, fold)).ToList();
        InParallel(tasks, ct, task =>
        {
            if (IsOver && !task.fits.Candidates.Contains(always)) return;
            foreach (var (candidate, scores) in task.fits.Candidates.Zip(task.fits.Judge(folds[task.fold], time, ct))) _tried[(candidate, task.fold)] = scores;
            progress?.Invoke(_tried.Count, all);
        });
    }

    private bool IsOver => Budget is { } budget && time.GetElapsedTime(_start) > budget;

    private static void InParallel<T>(IReadOnlyList<T> tasks, CancellationToken ct, Action<T> run) =>
        Parallel.ForEach(Partitioner.Create(tasks, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, run);

    private bool IsDone(TableCandidate candidate, int upTo) => Enumerable.Range(0, upTo).All(fold => _tried.ContainsKey((candidate, fold)));

    /// <summary>The first of each family, then the second of each, and so on: a budget must not leave a family out.</summary>
    private static List<TableCandidate> Mixed(IReadOnlyList<TableCandidate> candidates) =>
        [.. candidates.GroupBy(candidate => candidate.Family).SelectMany(family => family.Index()).OrderBy(one => one.Index).Select(one => one.Item)];

    // The members have been fitted and have scored all rows: their average costs nothing more.
    private IEnumerable<TableCandidate> Average(IReadOnlyList<TableCandidate> heads)
    {
        foreach (var (average, members) in CandidateGrid.Averages(heads))
        {
            for (var fold = 0; fold < folds.Count; fold++)
                _tried[(average, fold)] = FoldScores.Average(folds[fold], [.. members.Select(member => _tried[(member, fold)])]);
            yield return average;
        }
    }

    // Nor does a stack fit its members to all rows of a fold once more.
    private IReadOnlyList<TableCandidate> Stack(IReadOnlyList<TableCandidate> heads, CancellationToken ct)
    {
        var stacks = CandidateGrid.Stack(heads).ToList();
        var tasks = (from stack in stacks from fold in Enumerable.Range(0, folds.Count) select (stack.Candidate, stack.Members, fold)).ToList();
        InParallel(tasks, ct, task =>
        {
            if (IsOver) return;
            var start = time.GetTimestamp();
            var meta = ((StackParameters)task.Candidate.Learner).FitMeta(folds[task.fold].Train, ct);
            var members = task.Members.Select(member => _tried[(member, task.fold)]);
            _tried[(task.Candidate, task.fold)] = FoldScores.Stacked(folds[task.fold], [.. members], meta, time.GetElapsedTime(start).TotalSeconds);
        });
        return [.. stacks.Select(stack => stack.Candidate)];
    }

    private List<TableCandidate> Worth(IReadOnlyList<TableCandidate> candidates, int first)
    {
        if (first == folds.Count) return [.. candidates];
        var best = candidates.Max(candidate => Mean(candidate, first));
        var heads = BestOfFamilies(candidates, first).ToHashSet();
        var within = Math.Max(LeastWorth, Noise / Math.Sqrt(folds.Take(first).Sum(fold => fold.Test.Rows)));
        return [.. candidates.Where(candidate => heads.Contains(candidate) || Mean(candidate, first) >= best - within)];
    }

    private List<TableCandidate> BestOfFamilies(IReadOnlyList<TableCandidate> candidates, int upTo) =>
        [.. candidates.GroupBy(candidate => candidate.Family).Select(family => family.MaxBy(candidate => Mean(candidate, upTo))!).OrderByDescending(candidate => Mean(candidate, upTo))];

    private double Mean(TableCandidate candidate, int upTo) => Enumerable.Range(0, upTo).Average(fold => _tried[(candidate, fold)].Figures.Mean);

    private TableTrial Trial(TableCandidate candidate)
    {
        var done = Enumerable.Range(0, folds.Count).Where(fold => _tried.ContainsKey((candidate, fold))).Select(fold => _tried[(candidate, fold)]).ToList();
        return new(candidate, [.. done.Select(one => one.Figures)], done.Average(one => one.OnTrain.Mean), done.Sum(one => one.Seconds));
    }

    private static FoldSpread Margin(List<TableTrial> trials)
    {
        var rival = trials.Find(trial => trial.Candidate.Family != trials[0].Candidate.Family);
        return rival is null ? new(0, 0, 0) : FoldSpread.Of([.. trials[0].Folds.Zip(rival.Folds, (mine, his) => mine.Mean - his.Mean)]);
    }
}
