using Weir.Learning.Numerics;
using Weir.Learning.Splitting;

namespace Weir.Pipeline.Training;

/// <summary>
/// Which fitted part gives a training row its text scores and category log-odds: one that has not seen the row's domain or,
/// for a share of the domains, one that has seen nothing of the row's SOURCE. The wording of a known collection is worth
/// more inside it than outside; the trees learn how far to trust it where it is new.
/// </summary>
internal sealed class HeldOutFolds
{
    private const int SourceFolds = 5;
    private readonly int[] _byDomain;
    private readonly int[] _bySource;
    private readonly int[] _fold;
    private readonly int[] _groups;
    private readonly int _domainFolds;

    private HeldOutFolds(IReadOnlyList<LabelledUrl> rows, int[] groups, UrlTrainingParameters p)
    {
        _groups = groups;
        _domainFolds = p.Folds;
        _byDomain = GroupFolds.Assign(groups, p.Folds, p.Seed);
        _bySource = p.SourceHoldout > 0 ? BySource(rows) : [];
        _fold = (int[])_byDomain.Clone();
        for (var i = 0; i < _bySource.Length; i++)
            if ((SplitMix64.Mix((ulong)groups[i], p.Seed + 78) >> 11) * (1.0 / (1UL << 53)) < p.SourceHoldout) _fold[i] = p.Folds + _bySource[i];
        for (var fold = p.Folds; fold < p.Folds + SourceFolds; fold++)
            if (!HasBothLabels(rows, fold)) Withdraw(fold);
        All = [.. _fold.Distinct().Order()];
    }

    /// <summary>The folds that score rows.</summary>
    public IReadOnlyList<int> All { get; }

    public static HeldOutFolds Plan(IReadOnlyList<LabelledUrl> rows, int[] groups, UrlTrainingParameters p) => new(rows, groups, p);

    public bool IsScored(int fold, int row) => _fold[row] == fold;

    /// <summary>The rows that the part of a fold learns from: none of a source left out, and none of a domain that it scores.</summary>
    public int[] LearnsFrom(int fold)
    {
        if (fold < _domainFolds) return [.. Enumerable.Range(0, _fold.Length).Where(i => _byDomain[i] != fold)];
        var scored = new HashSet<int>();
        for (var i = 0; i < _fold.Length; i++)
            if (_fold[i] == fold) scored.Add(_groups[i]);
        return [.. Enumerable.Range(0, _fold.Length).Where(i => _bySource[i] != fold - _domainFolds && !scored.Contains(_groups[i]))];
    }

    /// <summary>The largest sources apart, benign and phishing each dealt in turn.</summary>
    private static int[] BySource(IReadOnlyList<LabelledUrl> rows)
    {
        var folds = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var isPhishing in new[] { false, true })
        {
            var sources = rows.Where(row => row.IsPhishing == isPhishing).GroupBy(row => row.Source, StringComparer.Ordinal);
            foreach (var source in sources.OrderByDescending(of => of.Count()).ThenBy(of => of.Key, StringComparer.Ordinal))
                folds.TryAdd(source.Key, folds.Count % SourceFolds);
        }
        return [.. rows.Select(row => folds[row.Source])];
    }

    private bool HasBothLabels(IReadOnlyList<LabelledUrl> rows, int fold)
    {
        if (!_fold.Contains(fold)) return true;
        var learned = LearnsFrom(fold);
        return Array.Exists(learned, i => rows[i].IsPhishing) && Array.Exists(learned, i => !rows[i].IsPhishing);
    }

    /// <summary>Where the other sources cannot teach, the rows are held out by domain like the rest.</summary>
    private void Withdraw(int fold)
    {
        for (var i = 0; i < _fold.Length; i++)
            if (_fold[i] == fold) _fold[i] = _byDomain[i];
    }
}
