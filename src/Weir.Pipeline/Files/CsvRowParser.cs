namespace Weir.Pipeline.Files;

/// <summary>Finds the wanted columns among the cells of a CSV row.</summary>
public sealed class CsvRowParser : RowParser
{
    private readonly int[] _positions;
    private readonly int _width;

    private readonly byte[]? _header;

    internal CsvRowParser(byte delimiter, int width, int[] positions, byte[]? header = null) => (Cells, _positions, _width, _header) = (new CsvCells(delimiter), positions, width, header);

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
        if (_header is not null && Text.SequenceEqual(_header)) return RecordFault.HeaderAgain;
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
