namespace Weir.Detection.Tables;

/// <summary>Reads the cells of one column as its kind says. Immutable; nothing is allocated per cell.</summary>
internal sealed class CellReader
{
    private readonly TableColumn _column;
    private readonly MissingMarks _marks;
    private readonly ValueCodes? _codes;
    private readonly double _least;
    private readonly double _most;
    private readonly bool _isOfNumbers;

    public CellReader(TableColumn column, IReadOnlyList<string> missing)
    {
        _column = column;
        _marks = new MissingMarks([.. missing, .. column.Missing]);
        (_least, _most) = (column.Least ?? double.NegativeInfinity, column.Most ?? double.PositiveInfinity);
        if (column.Kind is not (ColumnKind.Category or ColumnKind.Flag)) return;
        _codes = new ValueCodes(column.Values, ignoresCase: column.Kind == ColumnKind.Flag);
        _isOfNumbers = column.Kind == ColumnKind.Flag && _codes.IsOfNumbers;
    }

    /// <summary>The value of a cell, NaN for a missing one.</summary>
    public CellFault Read(ReadOnlySpan<byte> cell, out float value)
    {
        cell = Trimmed(cell);
        value = float.NaN;
        if (IsMissing(cell)) return _column.IsRequired ? CellFault.Required : CellFault.None;
        return _column.Kind switch
        {
            ColumnKind.Number => Number(cell, out value),
            ColumnKind.Flag when _isOfNumbers => FlagNumber(cell, out value),
            ColumnKind.Category or ColumnKind.Flag => Code(cell, out value),
            _ => CellFault.None,
        };
    }

    /// <summary>True for an empty cell and for the marks of table and column, without case.</summary>
    public bool IsMissing(ReadOnlySpan<byte> cell) => _marks.Has(cell);

    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> cell) =>
        cell.Length > 0 && (cell[0] <= ' ' || cell[^1] <= ' ') ? cell.Trim(" \t\r\n"u8) : cell;

    private CellFault Number(ReadOnlySpan<byte> cell, out float value)
    {
        var fault = NumberText.Read(cell, out var number);
        value = fault.IsError() ? float.NaN : (float)number;
        return fault == CellFault.None && (number < _least || number > _most) ? CellFault.OutOfRange : fault;
    }

    private CellFault FlagNumber(ReadOnlySpan<byte> cell, out float value)
    {
        var fault = Number(cell, out value);
        return fault == CellFault.None && _codes!.Of(cell) < 0 ? CellFault.OutOfRange : fault;
    }

    private CellFault Code(ReadOnlySpan<byte> cell, out float value)
    {
        var code = _codes!.Of(cell);
        value = code < 0 ? float.NaN : code;
        return code < 0 ? CellFault.UnknownValue : CellFault.None;
    }
}
