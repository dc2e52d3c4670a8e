namespace Weir.Pipeline.Files;

/// <summary>Finds the wanted columns among the cells of a CSV row.</summary>
public sealed class CsvRowParser : RowParser
{
    private readonly int[] _positions;
    private readonly int _width;

    internal CsvRowParser(byte delimiter, int width, int[] positions) => (Cells, _positions, _width) = (new CsvCells(delimiter), positions, width);

    /// <summary>All cells of the row.</summary>
    public CsvCells Cells { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> this[int column] =>
        _positions[column] is var position && position >= 0 && position < Cells.Count ? Cells[position] : [];

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Cell(int column) => column < Cells.Count ? Cells[column] : [];

    private protected override RecordFault Split()
    {
        Cells.Split(Buffer, Start, Length);
        if (Cells.Count > _width && HasTextBeyond(_width)) return RecordFault.TooManyCells;
        return Cells.Count <= _positions[0] ? RecordFault.ColumnMissing : RecordFault.None;
    }

    // Spreadsheets like to end a row in empty cells; those do no harm.
    private bool HasTextBeyond(int width)
    {
        for (var i = width; i < Cells.Count; i++)
        {
            if (!Cells.Raw(i).IsEmpty) return true;
        }
        return false;
    }
}
