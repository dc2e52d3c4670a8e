namespace Weir.Learning.Preparation;

/// <summary>
/// Prepares rows that lie one after the other, as a <see cref="Preparer"/> does columns, to the last bit. Nothing is allocated, but for
/// holes that the nearest rows fill. Immutable; any number of threads may use it.
/// </summary>
public sealed class RowPreparer
{
    private readonly Preparer _preparer;
    private readonly int[] _first;
    private readonly float[]?[] _cells;
    private readonly int[] _near;

    /// <summary>Prepares preparing.</summary>
    /// <param name="preparer">What training rows taught.</param>
    /// <param name="words">For each column of categories the words whose places are its values; null for numbers.</param>
    /// <exception cref="ArgumentException">A column of categories has no words, or another one has.</exception>
    public RowPreparer(Preparer preparer, IReadOnlyList<IReadOnlyList<string>?> words)
    {
        _preparer = preparer;
        (_first, _cells) = (new int[preparer.Columns.Count], new float[preparer.Columns.Count][]);
        for (int c = 0, next = 0; c < _first.Length; c++)
        {
            if (words[c] is null != preparer.CategoryOf(c) is null) throw new ArgumentException($"The column '{preparer.Columns[c].Name}' is {(words[c] is null ? "one" : "none")} of categories.", nameof(words));
            if (words[c] is { } known) _cells[c] = Cells(preparer.CategoryOf(c)!, known);
            _first[c] = next;
            next += OutputsOf(c);
        }

        _near = [.. Enumerable.Range(0, _first.Length).Where(c => preparer.NumberOf(c) is { IsKnn: true })];
    }

    /// <summary>Values of a row that it takes.</summary>
    public int Inputs => _first.Length;

    /// <summary>Values of a row that it gives.</summary>
    public int Outputs => _preparer.Outputs.Count;

    /// <summary>Prepares rows.</summary>
    /// <param name="rows"><see cref="Inputs"/> values a row; NaN = missing, a category is the place of its word.</param>
    /// <param name="prepared">Takes <see cref="Outputs"/> values a row.</param>
    /// <param name="ct">Checked while holes are filled by the nearest rows.</param>
    /// <exception cref="ArgumentException">The spans do not belong to whole rows, or to as many.</exception>
    public void Transform(ReadOnlySpan<float> rows, Span<float> prepared, CancellationToken ct = default)
    {
        var count = rows.Length / Inputs;
        if (rows.Length != count * Inputs || prepared.Length != count * Outputs)
            throw new ArgumentException($"{rows.Length} values of {Inputs} a row, and room for {prepared.Length} of {Outputs} a row.", nameof(prepared));
        for (var i = 0; i < count; i++) One(rows.Slice(i * Inputs, Inputs), prepared.Slice(i * Outputs, Outputs));
        if (_near.Length > 0) FillNear(rows, prepared, count, ct);
    }

    private void One(ReadOnlySpan<float> row, Span<float> to)
    {
        for (var c = 0; c < row.Length; c++)
        {
            if (_preparer.NumberOf(c) is { } number)
            {
                to[_first[c]] = number.One(row[c]);
                if (number.HasMark) to[_first[c] + 1] = float.IsFinite(row[c]) ? 0 : 1;
                continue;
            }

            var outputs = OutputsOf(c);
            if (outputs == 0) continue;
            var known = _cells[c]!.Length / outputs - 1;
            // Not a number compares false: it is missing, as is a place that is none.
            var place = row[c] >= 0 && row[c] < known ? (int)row[c] : known;
            _cells[c].AsSpan(place * outputs, outputs).CopyTo(to[_first[c]..]);
        }
    }

    private void FillNear(ReadOnlySpan<float> rows, Span<float> prepared, int count, CancellationToken ct)
    {
        List<int> holed = [];
        for (var i = 0; i < count; i++)
        {
            foreach (var c in _near)
            {
                if (float.IsFinite(rows[i * Inputs + c])) continue;
                holed.Add(i);
                break;
            }
        }

        if (holed.Count == 0) return;
        var scaled = Array.ConvertAll(_near, _ => new double[holed.Count]);
        for (var n = 0; n < _near.Length; n++)
            for (var i = 0; i < holed.Count; i++) scaled[n][i] = _preparer.NumberOf(_near[n])!.OnScale(rows[holed[i] * Inputs + _near[n]]);
        var filled = _preparer.Knn!.Transform(scaled, ct);
        for (var n = 0; n < _near.Length; n++)
            for (var i = 0; i < holed.Count; i++) prepared[holed[i] * Outputs + _first[_near[n]]] = _preparer.NumberOf(_near[n])!.Filled(filled[n][i]);
    }

    private int OutputsOf(int column) => _preparer.NumberOf(column)?.Outputs ?? _preparer.CategoryOf(column)!.Outputs;

    /// <summary>The cells of each word, then those of a missing one.</summary>
    private static float[] Cells(CategoryStep step, IReadOnlyList<string> words)
    {
        var column = new RawColumn("", [.. words, null]);
        var columns = new float[step.Outputs][];
        for (var o = 0; o < columns.Length; o++) columns[o] = new float[column.Rows];
        step.Write(column, columns);
        var cells = new float[column.Rows * columns.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = columns[i % columns.Length][i / columns.Length];
        return cells;
    }
}
