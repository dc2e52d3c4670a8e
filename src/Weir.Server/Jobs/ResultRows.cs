using System.Text;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;

namespace Weir.Server.Jobs;

/// <summary>Reads the result of a job row by row, from any row on, without the guards against formulas.</summary>
internal sealed class ResultRows : IDisposable
{
    private readonly RowSource _source;
    private readonly RowParser _parser;
    private readonly RecordChunk _chunk = new();
    private readonly long _from;
    private long _chunkAt;
    private int _next;

    /// <summary>Reads from a place on where a row begins; 0 is the first row. The file is this reader's.</summary>
    public ResultRows(PartOfFile file, FileShape input, long from)
    {
        var shape = JobFiles.ResultShape(input);
        file.Position = _from = Math.Clamp(from, 0, file.Length);
        _source = RowSource.From(InputFile.FromOwn(file, "result"), shape);
        (_parser, Columns) = (_source.CreateParser(), shape.Columns);
        if (_from == 0) Read();
    }

    /// <summary>The names of the columns, the six of the verdict last.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What stands between the cells of the file.</summary>
    public byte Delimiter => _source.Dialect.Delimiter;

    /// <summary>Where the row that was read begins; for going on from there.</summary>
    public long Position { get; private set; }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        if (_next >= _chunk.Count)
        {
            _next = 0;
            _chunkAt = _source.Records.Position;
            if (!_source.Records.Read(_chunk)) return false;
        }
        var record = _chunk[_next++];
        Position = _from + _chunkAt + record.Start;
        _parser.Parse(_chunk, record);
        return true;
    }

    /// <summary>A cell as it was in the input; valid until the next row.</summary>
    public ReadOnlySpan<byte> Cell(int column) => FormulaGuard.Unguarded(_parser.Cell(column));

    /// <summary>A cell as text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Cell(column));

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
