using Weir.Learning.Encoding;
using Weir.Learning.Splitting;

namespace Weir.Learning.Preparation;

/// <summary>Learns the steps of a <see cref="Preparer"/>, column by column.</summary>
internal sealed class PreparerFit(PreparerParameters p, RawColumn[] train, byte[] labels, float[] weights, int[] groups)
{
    private const int LongestName = 60;

    private readonly List<OutputColumn> _outputs = [];

    public PreparedRows Run(CancellationToken ct)
    {
        if (Array.Find(train, column => column.Rows != labels.Length) is { } other)
            throw new ArgumentException($"There are {labels.Length} labels and {other.Rows} values of {other.Name}.");
        var numbers = new NumberStep?[train.Length];
        var categories = new CategoryStep?[train.Length];
        for (var c = 0; c < train.Length; c++)
        {
            ct.ThrowIfCancellationRequested();
            if (p.Columns[c].Kind == ColumnKind.Category) categories[c] = Category(c);
            else numbers[c] = Number(c);
        }
        int[] near = [.. Enumerable.Range(0, train.Length).Where(c => numbers[c] is { IsKnn: true })];
        var knn = near.Length == 0 ? null : (p.Knn with { KeepEmpty = true }).Fit(Array.ConvertAll(near, c => numbers[c]!.Scaled(train[c])));
        var preparer = new Preparer([.. p.Columns], numbers, categories, knn, [.. _outputs]);
        var columns = preparer.Transform(train, ct);
        EncodeOutOfFold(preparer, columns);
        return new PreparedRows(preparer, columns);
    }

    private NumberStep Number(int c)
    {
        var plan = p.Columns[c];
        var values = new double[labels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = train[c].NumberAt(i);
        var imputation = plan.Imputation ?? (plan.Kind == ColumnKind.Ordinal ? p.Ordinals : p.Numbers);
        var scaler = Scaler.Fit([values], p.Scaling);
        var fill = imputation is Imputation.None or Imputation.Knn ? double.NaN
            : scaler.Apply(0, new SimpleImputerParameters { Strategy = imputation, Constant = p.Constant, KeepEmpty = true }.Fit([values]).Fills[0]);
        var hasMark = p.Indicators && Array.Exists(values, double.IsNaN);
        _outputs.Add(new OutputColumn(plan.Name, c));
        if (hasMark) _outputs.Add(new OutputColumn(plan.Name + " missing", c));
        return new NumberStep(scaler.Centers[0], scaler.Scales[0], fill, imputation == Imputation.Knn, hasMark);
    }

    private CategoryStep Category(int c)
    {
        if ((p.Columns[c].Encoding ?? p.Categories) == CategoryEncoding.Target)
        {
            _outputs.Add(new OutputColumn(p.Columns[c].Name, c));
            return new CategoryStep([], false, TargetEncoder.Fit(Keys(c), labels, weights, p.Smoothing));
        }
        var counts = new Dictionary<ulong, (string Name, int Rows)>();
        for (var i = 0; i < labels.Length; i++)
        {
            var key = train[c].KeyAt(i);
            counts[key] = counts.TryGetValue(key, out var known) ? (known.Name, known.Rows + 1) : (Short(train[c].TextAt(i)), 1);
        }
        var frequent = counts.Where(e => e.Value.Rows >= p.MinCategoryRows)
            .OrderByDescending(e => e.Value.Rows).ThenBy(e => e.Value.Name, StringComparer.Ordinal).ThenBy(e => e.Key).Take(p.MostCategories);
        var chosen = frequent.OrderBy(e => e.Value.Name, StringComparer.Ordinal).ThenBy(e => e.Key).ToArray();
        // A column without a frequent category keeps one output, so that every column has some.
        var hasOther = chosen.Length == 0 || (p.Unknown == UnknownCategory.Other && chosen.Length < counts.Count);
        foreach (var (_, (name, _)) in chosen) _outputs.Add(new OutputColumn($"{p.Columns[c].Name}={name}", c));
        if (hasOther) _outputs.Add(new OutputColumn(p.Columns[c].Name + " other", c));
        return new CategoryStep(Array.ConvertAll(chosen, e => e.Key), hasOther, null);
    }

    /// <summary>Training rows get what the other folds say of their categories.</summary>
    private void EncodeOutOfFold(Preparer preparer, float[][] columns)
    {
        int[] rows = groups.Length > 0 ? groups : [.. Enumerable.Range(0, labels.Length)];
        int[]? folds = null;
        for (var output = 0; output < preparer.Outputs.Count; output++)
        {
            var c = preparer.Outputs[output].Source;
            if (preparer.CategoryOf(c)?.Target is null) continue;
            folds ??= GroupFolds.Assign(rows, p.Folds, p.Seed);
            columns[output] = TargetEncoder.OutOfFold(Keys(c), labels, weights, folds, p.Smoothing);
        }
    }

    private ulong[] Keys(int c)
    {
        var keys = new ulong[labels.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = train[c].KeyAt(i);
        return keys;
    }

    private static string Short(string name) => name.Length <= LongestName ? name : name[..LongestName] + "…";
}
