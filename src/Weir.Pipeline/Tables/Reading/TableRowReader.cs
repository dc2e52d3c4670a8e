using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>
/// Reads the rows of a file by a schema, one after the other: <see cref="Row"/> holds the values of a good one, <see cref="Fault"/> says
/// what is wrong with another. Nothing is allocated for good rows.
/// </summary>
public sealed class TableRowReader
{
    private const int MostFaults = 3;
    private const int MostCell = 40;

    private readonly TableFile? _file;
    private readonly RowParser _parser;
    private readonly TableSchema _schema;
    private readonly int[] _places;
    private readonly int _target;
    private readonly bool _needsTarget;
    private readonly List<string> _faults = [];

    /// <summary>Prepares reading.</summary>
    /// <param name="file">The file; the reader does not close it.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="match">Which column of the file is which of the schema.</param>
    /// <param name="needsTarget">False: rows without a target, or with an unknown one, are good.</param>
    public TableRowReader(TableFile file, TableSchema schema, ColumnMatch match, bool needsTarget = true) : this(file.Parser, schema, match, needsTarget) => _file = file;

    /// <summary>Prepares reading of records that are handed to <see cref="Take"/>; they need no target.</summary>
    internal TableRowReader(RowParser parser, TableSchema schema, ColumnMatch match) : this(parser, schema, match, needsTarget: false)
    {
    }

    private TableRowReader(RowParser parser, TableSchema schema, ColumnMatch match, bool needsTarget)
    {
        (_parser, _schema, _places, _target, _needsTarget) = (parser, schema, [.. match.Places], match.Target, needsTarget);
        Row = new TableRow(schema);
        Warnings = new TableWarnings(schema);
    }

    /// <summary>The values of the row.</summary>
    public TableRow Row { get; }

    /// <summary>What was odd about cells that were taken all the same.</summary>
    public TableWarnings Warnings { get; }

    /// <summary>The line, from 1, on which the row starts.</summary>
    public long Line { get; private set; }

    /// <summary>Why the row cannot be used: one sentence that names the columns at fault; null for a good row.</summary>
    public string? Fault { get; private set; }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        if (_file?.Read() != true) return false;
        Read(_file.Line, _file.Fault);
        return true;
    }

    /// <summary>Takes up a record; false for an empty one.</summary>
    internal bool Take(RecordChunk chunk, in Record record)
    {
        var fault = _parser.Parse(chunk, record);
        Read(record.Line, fault);
        return fault != RecordFault.Empty;
    }

    private void Read(long line, RecordFault fault)
    {
        Line = line;
        Row.Clear();
        Fault = fault == RecordFault.None ? ReadCells() : Sentence(fault.Phrase());
    }

    private string? ReadCells()
    {
        _faults.Clear();
        var count = 0;
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i] < 0) continue;
            var cell = _parser.Cell(_places[i]);
            var fault = Row.Set(i, cell);
            if (fault == CellFault.None) continue;
            if (fault.IsError()) Add(_schema.Columns[i].Name, cell, fault, ref count);
            else Warnings.Count(i, fault, cell, Line);
        }

        if ((_parser as JsonCells)?.Stranger is { } stranger) Warnings.CountStranger(stranger);
        if (_target >= 0)
        {
            var cell = _parser.Cell(_target);
            var fault = Row.SetTarget(cell);
            if (fault != CellFault.None && _needsTarget) Add(_schema.Target.Column, cell, fault, ref count);
        }

        if (Row.MissingColumn() is var column and >= 0) Add(_schema.Columns[column].Name, [], CellFault.Required, ref count);
        if (count == 0) return null;
        return Sentence(string.Join("; ", _faults) + (count > _faults.Count ? $"; and {count - _faults.Count} more" : ""));
    }

    private void Add(string column, ReadOnlySpan<byte> cell, CellFault fault, ref int count)
    {
        if (++count > MostFaults) return;
        _faults.Add(fault is CellFault.Required or CellFault.NoTarget ? $"{column} {fault.Phrase()}" : $"{column}: '{Shown(cell)}' {fault.Phrase()}");
    }

    internal static string Shown(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell.Length > 4 * MostCell ? cell[..(4 * MostCell)] : cell);
        return text.Length > MostCell ? text[..MostCell] + "…" : text;
    }

    private static string Sentence(string text) => text + ".";
}
