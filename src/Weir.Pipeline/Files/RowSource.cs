namespace Weir.Pipeline.Files;

/// <summary>An opened file whose format, dialect and columns are known: gives out chunks of records and parsers for them.</summary>
public sealed class RowSource : IDisposable
{
    private readonly IReadOnlyList<Column> _wanted;
    private readonly int[] _positions;
    private readonly FileShape? _shape;

    private RowSource(InputFile file, FileShape shape, long position, long line)
    {
        (File, _shape, _wanted, _positions) = (file, shape, shape.Wanted(), [shape.UrlColumn]);
        (Format, ColumnNames) = (shape.Format, shape.Columns);
        Dialect = new CsvDialect(shape.Delimiter, shape.HasHeader ? shape.Columns : []);
        var first = file.PeekRows();
        var (lineEnd, isArray) = (LineEnds.Of(first), FirstCharacter(first) == '[');
        if (!file.Skip(position)) throw new InputFileException($"{file.Name} is shorter than what was read of it before.");
        Records = new RecordReader(file, Framer(lineEnd, isArray, position > 0), lineEnd, position, line);
    }

    private RowSource(InputFile file, IReadOnlyList<Column> wanted, FileFormat format)
    {
        (File, _wanted) = (file, wanted);
        var first = file.PeekRows();
        Format = format == FileFormat.Auto ? Guess(file.Name, first, wanted) : format;
        Dialect = Format == FileFormat.Csv ? CsvDialect.Detect(first, wanted) : new CsvDialect(0, []);
        _positions = Format == FileFormat.Csv ? Positions(first) : [];
        ColumnNames = Format == FileFormat.Csv ? Names(first) : ["subject"];
        var lineEnd = LineEnds.Of(first);
        Records = new RecordReader(file, Framer(lineEnd, FirstCharacter(first) == '[', isOpen: false), lineEnd);
    }

    /// <summary>The file below.</summary>
    public InputFile File { get; }

    /// <summary>What the file turned out to be; never <see cref="FileFormat.Auto"/>.</summary>
    public FileFormat Format { get; }

    /// <summary>Delimiter and header of a CSV file. The header row, when there is one, is the first record and is not data.</summary>
    public CsvDialect Dialect { get; }

    /// <summary>The names of all columns; a file without header gets <c>url</c> for the address and column1, column2, … for the rest.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The records, header row included.</summary>
    public RecordReader Records { get; }

    /// <summary>Opens a file; the first wanted column must be there, else <see cref="InputFileException"/>.</summary>
    public static RowSource Open(string path, IReadOnlyList<Column> wanted, FileFormat format = FileFormat.Auto) =>
        From(InputFile.Open(path), wanted, format);

    /// <summary>Reads an opened file, which it then owns.</summary>
    public static RowSource From(InputFile file, IReadOnlyList<Column> wanted, FileFormat format = FileFormat.Auto)
    {
        try
        {
            return new RowSource(file, wanted, format);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads an opened file, which it then owns, in the shape that is known, from a place on where a record begins. There the header row is
    /// behind; at 0 it is the first record.
    /// </summary>
    public static RowSource From(InputFile file, FileShape shape, long position = 0, long line = 1)
    {
        try
        {
            return new RowSource(file, shape, position, line);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A parser for one thread; its columns are the wanted ones, in their order.</summary>
    public RowParser CreateParser() => Format switch
    {
        FileFormat.Csv => new CsvRowParser(Dialect.Delimiter, ColumnNames.Count, _positions),
        FileFormat.Json => _shape is { } shape ? new JsonRowParser(_wanted, shape.UrlColumn, keepsNested: true) : new JsonRowParser(_wanted),
        _ => new LineRowParser(),
    };

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    private IFramer Framer(byte lineEnd, bool isArray, bool isOpen) => Format switch
    {
        FileFormat.Csv => new CsvFramer(Dialect.Delimiter, lineEnd),
        FileFormat.Json when isArray => new JsonArrayFramer(isOpen),
        _ => new LineFramer(lineEnd),
    };

    private static FileFormat Guess(string name, ReadOnlySpan<byte> first, IReadOnlyList<Column> wanted)
    {
        var extension = Path.GetExtension(name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name).ToLowerInvariant();
        if (extension is ".jsonl" or ".ndjson" or ".json" || FirstCharacter(first) == '{') return FileFormat.Json;
        if (extension is ".csv" or ".tsv" || CsvDialect.Detect(first, wanted).HasHeader) return FileFormat.Csv;
        return FileFormat.Lines;
    }

    private static char FirstCharacter(ReadOnlySpan<byte> first)
    {
        var at = first.IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? '\0' : (char)first[at];
    }

    private int[] Positions(ReadOnlySpan<byte> first)
    {
        if (Dialect.HasHeader) return [.. _wanted.Select(column => column.PositionIn(Dialect.Header))];
        var rows = CsvDialect.FirstRows(first, LineEnds.Of(first));
        List<string> cells = rows.Count == 0 ? [] : CsvDialect.Cells(rows[0], Dialect.Delimiter);
        if (cells.Count > 1 && CsvDialect.LooksLikeNames(cells))
            throw new InputFileException($"{File.Name} has no column named {string.Join(", ", _wanted[0].Names.Take(4))}; its columns are {string.Join(", ", cells)}.");
        return [Math.Max(0, cells.FindIndex(LooksLikeAddress)), .. Enumerable.Repeat(-1, _wanted.Count - 1)];
    }

    private IReadOnlyList<string> Names(ReadOnlySpan<byte> first)
    {
        if (Dialect.HasHeader) return Dialect.Header;
        var rows = CsvDialect.FirstRows(first, LineEnds.Of(first));
        var count = rows.Count == 0 ? 1 : CsvDialect.Cells(rows[0], Dialect.Delimiter).Count;
        return [.. Enumerable.Range(0, count).Select(i => i == _positions[0] ? "url" : $"column{i + 1}")];
    }

    private static bool LooksLikeAddress(string cell) => cell.AsSpan().Trim() is var text && text.Contains('.') && text.ContainsAnyInRange('A', 'z') && !text.Contains(' ');
}
