using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Storage;

namespace Weir.Pipeline.Tables;

/// <summary>A value of a column, as people write it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Rows">Rows that hold it.</param>
/// <param name="Phishing">How many of them are phishing.</param>
public sealed record ValueLook(string Value, long Rows, long Phishing);

/// <summary>What the held rows show of a column.</summary>
public sealed record ColumnLook
{
    /// <summary>The column.</summary>
    public required TableColumn Column { get; init; }

    /// <summary>Rows without a value in it.</summary>
    public long Missing { get; init; }

    /// <summary>The least value; null without any.</summary>
    public double? Least { get; init; }

    /// <summary>The greatest value; null without any.</summary>
    public double? Most { get; init; }

    /// <summary>The values, the most frequent first; null when there are too many to list.</summary>
    public IReadOnlyList<ValueLook>? Values { get; init; }

    /// <summary>True when all rows that hold a value hold the same.</summary>
    public bool IsConstant => Values is { Count: 1 };
}

/// <summary>What the held rows of a table show, column by column: one pass, flat memory.</summary>
public sealed class TableQuality
{
    private const int MostValues = 1000;

    private TableQuality(long rows, bool isAll, IReadOnlyList<ColumnLook> columns) => (Rows, IsAll, Columns) = (rows, isAll, columns);

    /// <summary>Rows that were looked at.</summary>
    public long Rows { get; }

    /// <summary>False when there are more.</summary>
    public bool IsAll { get; }

    /// <summary>The columns that are learned from, in their order.</summary>
    public IReadOnlyList<ColumnLook> Columns { get; }

    /// <summary>Looks at the first rows of a table.</summary>
    /// <param name="store">Holds them.</param>
    /// <param name="table">The table.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="ct">Stops between rows.</param>
    public static TableQuality Read(WeirStore store, KnownTable table, long most = long.MaxValue, CancellationToken ct = default)
    {
        var (schema, rows, isAll) = (table.Schema, 0L, true);
        Tally[] tallies = [.. schema.Features.Select(column => new Tally(column))];
        var row = new TableRow(schema);
        using var cells = new StoredCells(schema);
        foreach (var stored in store.Tables.Rows.Of(table.Record.Id))
        {
            if (!(isAll = rows < most)) break;
            if ((rows++ & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
            cells.Read(stored.Cells, row);
            var values = row.Values;
            for (var i = 0; i < tallies.Length; i++) tallies[i].Take(values[i], stored.IsPhishing);
        }

        return new TableQuality(rows, isAll, [.. tallies.Select(tally => tally.Look())]);
    }

    private sealed class Tally(TableColumn column)
    {
        private Dictionary<float, (long Rows, long Phishing)>? _values = [];
        private long _missing;
        private float _least = float.NaN;
        private float _most = float.NaN;

        public void Take(float value, bool isPhishing)
        {
            if (float.IsNaN(value))
            {
                _missing++;
                return;
            }

            if (!(value >= _least)) _least = value;
            if (!(value <= _most)) _most = value;
            if (_values is null) return;
            var (rows, phishing) = _values.GetValueOrDefault(value);
            _values[value] = (rows + 1, phishing + (isPhishing ? 1 : 0));
            if (_values.Count > MostValues) _values = null;
        }

        public ColumnLook Look() => new()
        {
            Column = column,
            Missing = _missing,
            Least = column.Kind == ColumnKind.Category || float.IsNaN(_least) ? null : _least,
            Most = column.Kind == ColumnKind.Category || float.IsNaN(_most) ? null : _most,
            Values = _values is null ? null : [.. _values.OrderByDescending(pair => pair.Value.Rows).ThenBy(pair => pair.Key).Select(pair => new ValueLook(Name(pair.Key), pair.Value.Rows, pair.Value.Phishing))],
        };

        // The value of a category, or of a flag of words, is the place of its word.
        private string Name(float value) =>
            IsOfWords && value >= 0 && value < column.Values.Count ? column.Values[(int)value] : ((double)value).ToString("G7", CultureInfo.InvariantCulture);

        private bool IsOfWords => column.Kind == ColumnKind.Category
            || (column.Kind == ColumnKind.Flag && column.Values.Any(word => !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)));
    }
}
