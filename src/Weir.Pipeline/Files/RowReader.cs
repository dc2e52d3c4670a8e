using System.Text;

namespace Weir.Pipeline.Files;

/// <summary>The rows of a file one after the other, for readers that need no second thread. Unusable rows are given out
/// too, with their fault, so that they can be counted and kept.</summary>
public sealed class RowReader : IDisposable
{
    private readonly RowSource _source;
    private readonly RowParser _parser;
    private readonly RecordChunk _chunk = new();
    private int _next;

    private RowReader(RowSource source)
    {
        (_source, _parser) = (source, source.CreateParser());
        if (source.Dialect.HasHeader) Advance();
    }

    /// <summary>The line, from 1, on which the row starts.</summary>
    public long Line { get; private set; }

    /// <summary>Why the row cannot be used; <see cref="RecordFault.None"/> for a good one.</summary>
    public RecordFault Fault { get; private set; }

    /// <summary>Rows so far that were not valid UTF-8 and were read as Latin-1.</summary>
    public long Repaired => _parser.Repaired;

    /// <summary>Set at the end when packed data was cut: one sentence with file and line. The rows before it are good.</summary>
    public string? Damage => _source.Records.Damage;

    /// <summary>The file being read.</summary>
    public RowSource Source => _source;

    /// <summary>Opens a file for the wanted columns; <see cref="InputFileException"/> when it cannot be read at all.</summary>
    public static RowReader Open(string path, params IReadOnlyList<Column> wanted) => new(RowSource.Open(path, wanted));

    /// <summary>Reads an opened source, which it then owns.</summary>
    public static RowReader From(RowSource source) => new(source);

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        if (!Advance()) return false;
        var record = _chunk[_next - 1];
        Line = record.Line;
        Fault = _parser.Parse(_chunk, record);
        return true;
    }

    /// <summary>A wanted column as UTF-8, empty when the row lacks it; valid until the next row. Only for rows without fault.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => _parser[column];

    /// <summary>A wanted column as text, empty when the row lacks it. Only for rows without fault.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(_parser[column]);

    /// <summary>The whole row as it stands in the file.</summary>
    public string Raw() => Encoding.UTF8.GetString(_parser.Text);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private bool Advance()
    {
        if (_next >= _chunk.Count)
        {
            _next = 0;
            if (!_source.Records.Read(_chunk)) return false;
        }
        _next++;
        return true;
    }
}
