using System.Globalization;
using Weir.Learning.Metrics;

namespace Weir.Learning.Tuning;

/// <summary>What has been measured so far, rung by rung.</summary>
internal sealed class Trials(ITuningTask task, HalvingParameters p, Budget budget, Action<string>? progress, CancellationToken ct)
{
    private readonly SortedDictionary<int, (Candidate Candidate, List<double> Objectives)> _all = [];
    private readonly List<Rung> _rungs = [];
    private readonly List<(Candidate Candidate, double Objective)> _done = [];
    private double _share;
    private int _planned;
    private int _fits;
    private double _start;

    /// <summary>Where the budget ran out; null when it has not.</summary>
    public string? Cut { get; private set; }

    public IReadOnlyList<Tried> Tried => [.. _all.Values.Select(tried => new Tried(tried.Candidate, tried.Objectives))];

    public IReadOnlyList<Rung> Rungs => [.. _rungs, Current()];

    /// <summary>Begins a rung, or widens the one that has this share.</summary>
    public void Begin(double share, int planned)
    {
        if (share != _share)
        {
            if (_share > 0) _rungs.Add(Current());
            _done.Clear();
            (_share, _fits, _start) = (share, budget.Fits, budget.Elapsed);
        }
        _planned = planned;
    }

    /// <summary>Measures those that have not been measured in this rung; false when the budget ran out before the end.</summary>
    public bool MeasureAll(IReadOnlyList<Candidate> candidates)
    {
        foreach (var candidate in candidates.Where(candidate => !_done.Exists(done => done.Candidate.Index == candidate.Index)))
        {
            if (!budget.Allows(task.FoldCount - 1, _share))
            {
                Cut = string.Create(CultureInfo.InvariantCulture, $"The budget ran out at rung {_rungs.Count + 1} after {_done.Count} of {_planned} candidates.");
                return false;
            }
            Measure(candidate);
        }
        return true;
    }

    public void Measure(Candidate candidate)
    {
        var objective = Enumerable.Range(0, task.FoldCount - 1).Average(fold => Objective(candidate, fold));
        _done.Add((candidate, objective));
        if (!_all.TryGetValue(candidate.Index, out var tried)) _all.Add(candidate.Index, tried = (candidate, []));
        tried.Objectives.Add(objective);
        progress?.Invoke(string.Create(CultureInfo.InvariantCulture,
            $"rung {_rungs.Count + 1}, {_done.Count} of {_planned}: {p.ObjectiveName} {objective:F5} by {candidate}"));
    }

    /// <summary>Those measured in this rung, the best first; among equals the first drawn.</summary>
    public List<Candidate> Ranking() =>
        [.. _done.OrderByDescending(done => done.Objective).ThenBy(done => done.Candidate.Index).Select(done => done.Candidate)];

    private double Objective(Candidate candidate, int fold)
    {
        ct.ThrowIfCancellationRequested();
        var scores = budget.Fit(_share, () => Scores(candidate, fold));
        return p.Objective(new RankedRows(scores, task.Judged(fold).Labels), default);
    }

    private double[] Scores(Candidate candidate, int fold)
    {
        try
        {
            return task.Scores(candidate, fold, _share, ct);
        }
        catch (ArgumentException fault)
        {
            throw new ArgumentException($"Candidate {candidate} cannot be fitted on fold {fold + 1}: {fault.Message}", fault);
        }
    }

    private Rung Current() => new(_share, _done.Count, _planned, budget.Fits - _fits, budget.Elapsed - _start);
}
