using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>Finds rows that could not be loaded again once they are exported, because their line would be beyond the bound of a line.</summary>
internal sealed class ExportBound : IDisposable
{
    // A control character is one byte in a file, and six in held cells and in JSON.
    private const int MostGrowth = 6;

    private readonly TableFile _file;
    private readonly ColumnMatch _match;
    private readonly StoredCells _cells;
    private readonly int _most;

    public ExportBound(TableFile file, ColumnMatch match, TableSchema schema)
    {
        (_file, _match, _cells) = (file, match, new StoredCells(schema));
        // JSON repeats the names in each row.
        var names = schema.Columns.Sum(column => Encoding.UTF8.GetByteCount(column.Name) + 4);
        _most = RecordReader.MaxRecordBytes - Math.Min(names + 100, RecordReader.MaxRecordBytes / 2);
    }

    /// <summary>Why the row that was read last is to be kept apart; null when it is good.</summary>
    public string? Fault(TableRowReader rows)
    {
        if (rows.Fault is { } fault) return fault;
        return (long)_file.RowBytes * MostGrowth <= _most || Encoding.UTF8.GetByteCount(_cells.Write(_file, _match, rows.Row)) <= _most ? null : "longer than 1 MiB as it would be exported.";
    }

    public void Dispose() => _cells.Dispose();
}
