namespace Weir.Learning.Preparation;

/// <summary>
/// Turns the columns of a table into the dense matrix that learners take, by what training rows taught: scale, fillings of holes,
/// columns of categories. Made by <see cref="PreparerParameters.Fit"/>, kept in the model file. Immutable; any number of threads may use it.
/// </summary>
public sealed class Preparer
{
    private readonly ColumnPlan[] _columns;
    private readonly NumberStep?[] _numbers;
    private readonly CategoryStep?[] _categories;
    private readonly KnnImputer? _knn;
    private readonly OutputColumn[] _outputs;

    internal Preparer(ColumnPlan[] columns, NumberStep?[] numbers, CategoryStep?[] categories, KnnImputer? knn, OutputColumn[] outputs) =>
        (_columns, _numbers, _categories, _knn, _outputs) = (columns, numbers, categories, knn, outputs);

    /// <summary>The columns that it takes.</summary>
    public IReadOnlyList<ColumnPlan> Columns => _columns;

    /// <summary>The columns that it gives, each with the one that it comes from.</summary>
    public IReadOnlyList<OutputColumn> Outputs => _outputs;

    /// <summary>The names of the columns that it gives.</summary>
    public string[] OutputNames => Array.ConvertAll(_outputs, output => output.Name);

    internal KnnImputer? Knn => _knn;

    internal NumberStep? NumberOf(int column) => _numbers[column];

    internal CategoryStep? CategoryOf(int column) => _categories[column];

    /// <summary>The outputs of each column, for what treats them as one: see <see cref="Explaining.PermutationImportance"/>.</summary>
    public int[][] OutputsBySource() =>
        [.. Enumerable.Range(0, _columns.Length).Select(c => Enumerable.Range(0, _outputs.Length).Where(o => _outputs[o].Source == c).ToArray())];

    /// <summary>Adds what is told of the outputs (contributions, say) up to one number a column of the table.</summary>
    /// <param name="byOutput">One an output.</param>
    /// <param name="byColumn">Takes one a column.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void SumBySource(ReadOnlySpan<double> byOutput, Span<double> byColumn)
    {
        if (byOutput.Length != _outputs.Length || byColumn.Length != _columns.Length)
            throw new ArgumentException($"{byOutput.Length} outputs and {byColumn.Length} columns, there are {_outputs.Length} and {_columns.Length}.");
        byColumn.Clear();
        for (var o = 0; o < byOutput.Length; o++) byColumn[_outputs[o].Source] += byOutput[o];
    }

    /// <summary>Prepares rows: <c>[output][row]</c>, in the order of <see cref="Outputs"/>.</summary>
    /// <param name="rows">Columns of one length with the names of <see cref="Columns"/>, in any order; others are left aside.</param>
    /// <param name="ct">Checked while holes are filled by the nearest rows.</param>
    /// <exception cref="ArgumentException">A column is missing or has another length; the message names it.</exception>
    public float[][] Transform(IReadOnlyList<RawColumn> rows, CancellationToken ct = default)
    {
        var columns = Find(_columns, rows);
        var count = columns[0].Rows;
        if (Array.Find(columns, column => column.Rows != count) is { } other)
            throw new ArgumentException($"There are {count} values of {columns[0].Name} and {other.Rows} of {other.Name}.", nameof(rows));
        var prepared = Array.ConvertAll(_outputs, _ => new float[count]);
        var scaled = new double[columns.Length][];
        for (int c = 0, from = 0; c < columns.Length; c++)
        {
            var to = prepared.AsSpan(from, _numbers[c]?.Outputs ?? _categories[c]!.Outputs);
            if (_numbers[c] is { } number) WriteNumber(number, scaled[c] = number.Scaled(columns[c]), to);
            else _categories[c]!.Write(columns[c], to);
            from += to.Length;
        }
        if (_knn is not null) FillNear(scaled, prepared, ct);
        return prepared;
    }

    /// <summary>Writes its sections, all named <c>prefix.…</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => PreparerFile.Save(this, builder, prefix);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static Preparer Load(ModelFile file, string prefix) => PreparerFile.Load(file, prefix);

    /// <summary>The columns of the plan, in its order.</summary>
    internal static RawColumn[] Find(IReadOnlyList<ColumnPlan> plan, IReadOnlyList<RawColumn> rows)
    {
        var byName = new Dictionary<string, RawColumn>();
        foreach (var column in rows)
            if (!byName.TryAdd(column.Name, column)) throw new ArgumentException($"The table has two columns '{column.Name}'; rename one.", nameof(rows));
        var missing = plan.Where(column => !byName.ContainsKey(column.Name)).Select(column => $"'{column.Name}'").ToArray();
        if (missing.Length > 0) throw new ArgumentException($"The table lacks the column {string.Join(", ", missing)}.", nameof(rows));
        return [.. plan.Select(column => byName[column.Name])];
    }

    private static void WriteNumber(NumberStep number, double[] scaled, Span<float[]> to)
    {
        number.Write(scaled, to[0]);
        if (number.HasMark) NumberStep.Mark(scaled, to[1]);
    }

    private void FillNear(double[][] scaled, float[][] prepared, CancellationToken ct)
    {
        int[] near = [.. Enumerable.Range(0, _columns.Length).Where(c => _numbers[c] is { IsKnn: true })];
        var filled = _knn!.Transform(Array.ConvertAll(near, c => scaled[c]), ct);
        for (var i = 0; i < near.Length; i++)
            _numbers[near[i]]!.Write(filled[i], prepared[Array.FindIndex(_outputs, output => output.Source == near[i])]);
    }
}
