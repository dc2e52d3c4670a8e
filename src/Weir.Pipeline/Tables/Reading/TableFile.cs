using System.Text;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>
/// The rows of a table in a file: CSV with a header line, JSON lines, one JSON array, mongoexport; gzip is unpacked. One pass, flat memory.
/// Rows that cannot be taken apart are given out with their fault. What is wrong with the whole file is an <see cref="InputFileException"/>.
/// </summary>
public sealed class TableFile : IDisposable
{
    private readonly InputFile _file;
    private readonly RecordReader _records;
    private readonly RowParser _parser;
    private readonly RecordChunk _chunk = new();
    private readonly JsonArrayFramer? _array;
    private byte[]? _header;
    private bool _isEnded;
    private int _next;

    private TableFile(InputFile file, TableFileChoice choice)
    {
        _file = file;
        var first = file.Peek();
        if (first.IndexOfAnyExcept(" \t\r\n"u8) < 0) throw new InputFileException($"{Name} is empty; a table has a header line with the names of its columns, and rows below it.");
        var lineEnd = LineEnds.Of(first);
        Format = choice.Format ?? (choice.Delimiter is null && TableDialect.IsJson(first) ? FileFormat.Json : FileFormat.Csv);
        if (Format == FileFormat.Json)
        {
            var isArray = first.TrimStart(" \t\r\n"u8)[0] == '[';
            _array = isArray ? new JsonArrayFramer() : null;
            _records = new RecordReader(file, _array ?? (IFramer)new LineFramer(lineEnd), lineEnd);
            Columns = JsonHeader.Read(Name, _records, _chunk, isArray);
            _parser = new JsonCells(Columns);
            return;
        }

        if (!InputFile.IsWhole(first) && !first.Contains(lineEnd)) lineEnd = LineEnds.Of(first = file.PeekRows());
        TableHeader.RefuseLine(Name, first, lineEnd);
        var delimiter = Delimiter = choice.Delimiter ?? TableHeader.Delimiter(Name, first, choice.Words);
        _records = new RecordReader(file, new CsvFramer(delimiter, lineEnd), lineEnd);
        Columns = CsvColumns(delimiter, isChosen: choice.Delimiter is not null);
        _parser = NewParser();
    }

    /// <summary>What stands between cells of a CSV file; a comma for JSON.</summary>
    internal byte Delimiter { get; } = (byte)',';

    internal RowParser Parser => _parser;

    /// <summary>What the file is called in messages.</summary>
    public string Name => _file.Name;

    /// <summary>Csv or Json.</summary>
    public FileFormat Format { get; }

    /// <summary>The names of the columns: the header, or the members of the first JSON rows (about 200 kB of them) without an <c>_id</c> that is an object.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line, from 1, on which the row starts.</summary>
    public long Line { get; private set; }

    /// <summary>Why the row cannot be taken apart; <see cref="RecordFault.None"/> for a good one.</summary>
    public RecordFault Fault { get; private set; }

    /// <summary>A member of the JSON row that is no column; null when there is none.</summary>
    public string? Stranger => (_parser as JsonCells)?.Stranger;

    /// <summary>How many bytes the row has.</summary>
    internal int RowBytes => _parser.Text.Length;

    /// <summary>Rows so far that were not valid UTF-8 and were read as Latin-1.</summary>
    public long Repaired => _parser.Repaired;

    /// <summary>Set after the end when packed data was cut or damaged, or a JSON array is not closed: one sentence with the file.</summary>
    public string? Damage => _records.Damage ?? (_isEnded && _array is { IsClosed: false } ? $"{Name}: the JSON array is not closed: the file was cut off, or a bracket or quote is missing." : null);

    /// <summary>Bytes read from the disk so far, packed or not; see <see cref="Length"/>.</summary>
    public long BytesRead => _file.BytesRead;

    /// <summary>Size on disk in bytes; null for a stream whose size is not known.</summary>
    public long? Length => _file.Length;

    /// <summary>Opens a file.</summary>
    public static TableFile Open(string path, TableFileChoice? choice = null) => From(InputFile.Open(path, choice?.Encoding ?? TextEncoding.Auto), choice);

    /// <summary>Reads an opened file, which it then owns.</summary>
    public static TableFile From(InputFile file, TableFileChoice? choice = null)
    {
        try
        {
            return new TableFile(file, choice ?? new TableFileChoice());
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false at the end. Empty lines are passed over.</summary>
    public bool Read()
    {
        do
        {
            if (_next >= _chunk.Count)
            {
                _next = 0;
                if (_isEnded = !_records.Read(_chunk)) return false;
            }

            var record = _chunk[_next++];
            Line = record.Line;
            Fault = _parser.Parse(_chunk, record);
        }
        while (Fault == RecordFault.Empty);
        return true;
    }

    /// <summary>A cell of the row as UTF-8 without quotes, empty when the row lacks it; valid until the next row. Only for rows without fault.</summary>
    public ReadOnlySpan<byte> Cell(int column) => _parser.Cell(column);

    /// <summary>The row as it stands in the file, cut to some bytes.</summary>
    public string Raw(int mostBytes)
    {
        var text = _parser.Text;
        return text.Length <= mostBytes ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..mostBytes]).TrimEnd('\uFFFD') + "…";
    }

    /// <summary>A parser of the records of <see cref="NextChunk"/>, for another thread.</summary>
    internal RowParser NewParser() => Format == FileFormat.Json ? new JsonCells(Columns) : new CsvRowParser(Delimiter, Columns.Count, [Columns.Count - 1], _header);

    /// <summary>The next records, in place of <see cref="Read"/>; null at the end. They lie in the spare chunk, or in another.</summary>
    internal RecordChunk? NextChunk(RecordChunk spare, out int first)
    {
        // The first chunk was read to see the columns.
        if (_next < _chunk.Count)
        {
            first = _next;
            _next = int.MaxValue;
            return _chunk;
        }

        first = 0;
        return (_isEnded = !_records.Read(spare)) ? null : spare;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Counts the rows from here on, empty lines too, without taking them apart; stops soon after a number.</summary>
    public long Count(long most)
    {
        var count = 0L;
        for (var spare = new RecordChunk(); count <= most && NextChunk(spare, out var first) is { } chunk;) count += chunk.Count - first;
        return count;
    }

    private IReadOnlyList<string> CsvColumns(byte delimiter, bool isChosen)
    {
        var header = new CsvRowParser(delimiter, int.MaxValue, [0]);
        while (true)
        {
            if (_next >= _chunk.Count)
            {
                _next = 0;
                if (!_records.Read(_chunk)) throw new InputFileException($"{Name} has no header line.");
            }

            var fault = header.Parse(_chunk, _chunk[_next++]);
            if (fault == RecordFault.Empty) continue;
            if (fault != RecordFault.None) throw new InputFileException($"The header line of {Name} cannot be read: {fault.Phrase()}.");
            var names = TableDialect.Names(header.Text, delimiter);
            _header = header.Text.ToArray();
            if (names.Count == 1 && isChosen) TableHeader.RefuseDelimiter(Name, header.Text, delimiter);
            return TableHeader.Checked(Name, names);
        }
    }
}
