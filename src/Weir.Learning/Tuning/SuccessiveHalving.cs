using Weir.Learning.Metrics;

namespace Weir.Learning.Tuning;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016; the inner loop of Hyperband, Li et al. 2018): many candidates with little of
/// the resource, the best of them with more, the last with all. The default goes through every rung. With a budget of fits alone
/// the result is the same in every run.
/// </summary>
public static class SuccessiveHalving
{
    private static readonly string[] Figures = ["ROC-AUC", "TPR at 1 % FPR", "TPR at 0.1 % FPR"];

    /// <summary>Searches, then judges the winner beside the default on the last fold.</summary>
    /// <param name="task">What is tuned.</param>
    /// <param name="space">What may vary.</param>
    /// <param name="p">Budget and the like.</param>
    /// <param name="time">The clock of the budget.</param>
    /// <param name="progress">Told after every candidate.</param>
    /// <param name="ct">Checked between fits, and by the fits.</param>
    /// <exception cref="ArgumentException">A parameter is out of range, a fold has one class, or a candidate cannot be fitted.</exception>
    public static TuningReport Run(
        ITuningTask task, SearchSpace space, HalvingParameters p, TimeProvider time, Action<string>? progress = null, CancellationToken ct = default)
    {
        p.Check();
        Check(task);
        var least = 2 * (task.FoldCount - 1) + 2;
        if (p.Fits < least) throw new ArgumentException($"A budget of {p.Fits} fits is too small; the least is {least}.");
        var budget = new Budget(p, time);
        var trials = new Trials(task, p, budget, progress, ct);
        var shares = p.Shares();
        // The default tells what a fit costs, and with it how many candidates the budget allows.
        trials.Begin(shares[0], 1);
        trials.Measure(SearchSpace.Default);
        var plan = HalvingPlan.Of(p, shares, task.FoldCount - 1, budget);
        var winner = Climb(trials, shares, [.. Enumerable.Range(1, plan.Candidates - 1).Select(i => space.Draw(i, p.Seed))], p.Factor);
        var rungs = trials.Rungs;
        var gains = winner.Index == 0 ? [] : Judge(task, winner, p, budget, ct);
        return new TuningReport
        {
            Objective = p.ObjectiveName,
            Seed = p.Seed,
            Tried = trials.Tried,
            Rungs = rungs,
            Winner = winner,
            Gains = gains,
            Cut = trials.Cut ?? plan.Cut,
            Fits = budget.Fits,
            Seconds = budget.Elapsed,
        };
    }

    /// <summary>All rungs, or as many as the budget allows; the best of the last complete one.</summary>
    private static Candidate Climb(Trials trials, double[] shares, List<Candidate> rivals, int factor)
    {
        var best = SearchSpace.Default;
        for (var rung = 0; rung < shares.Length && rivals.Count > 0 && trials.Cut is null; rung++)
        {
            trials.Begin(shares[rung], rivals.Count + 1);
            if (!trials.MeasureAll([SearchSpace.Default, .. rivals]) && rung > 0) break;
            var ranking = trials.Ranking();
            best = ranking[0];
            var kept = ranking.Where(candidate => candidate.Index > 0).Take((rivals.Count + factor - 1) / factor);
            rivals = [.. kept.OrderBy(candidate => candidate.Index)];
        }
        return best;
    }

    private static Gain[] Judge(ITuningTask task, Candidate winner, HalvingParameters p, Budget budget, CancellationToken ct)
    {
        var last = task.FoldCount - 1;
        var rows = task.Judged(last);
        var (theirs, ours) = (budget.Fit(1, () => task.Scores(SearchSpace.Default, last, 1, ct)), budget.Fit(1, () => task.Scores(winner, last, 1, ct)));
        void Measure(RankedRows ranked, ReadOnlySpan<int> counts, Span<double> figures)
        {
            figures[0] = p.Objective(ranked, counts);
            figures[1] = ranked.RocAuc(counts);
            figures[2] = ranked.TprAtFpr(0.01, counts);
            figures[3] = ranked.TprAtFpr(0.001, counts);
        }
        var gains = GroupBootstrap.Differences(4, Measure, ours, theirs, rows.Labels, rows.Groups, p.Bootstrap);
        var (before, after) = (new double[4], new double[4]);
        Measure(new RankedRows(theirs, rows.Labels), default, before);
        Measure(new RankedRows(ours, rows.Labels), default, after);
        return [.. gains.Select((gain, f) => new Gain(f == 0 ? p.ObjectiveName : Figures[f - 1], before[f], after[f], gain)).DistinctBy(gain => gain.Figure)];
    }

    private static void Check(ITuningTask task)
    {
        if (task.FoldCount < 2) throw new ArgumentException($"Tuning needs 2 folds or more, to choose by and to judge by; there are {task.FoldCount}.");
        for (var fold = 0; fold < task.FoldCount; fold++)
        {
            var labels = task.Judged(fold).Labels;
            foreach (var label in (byte[])[0, 1])
                if (!labels.Contains(label))
                    throw new ArgumentException($"Fold {fold + 1} of {task.FoldCount} is judged on {labels.Length} rows, none of class {label}: take fewer folds or more rows.");
        }
    }
}
