namespace Weir.Pipeline.Files;

/// <summary>Finds out how a file of subjects is written, as far as nobody has said it: encoding, format, delimiter, header, column of the addresses.</summary>
public static class ShapeDetector
{
    /// <summary>Most columns of a file.</summary>
    public const int MostColumns = 16_384;

    private const double Most = 0.8;
    private static readonly byte[] Delimiters = ",;\t|"u8.ToArray();

    /// <summary>
    /// The shape of a file; <see cref="InputFileException"/> when it cannot be read, is no text, or has no such column.
    /// </summary>
    public static FileShape Detect(string path, ShapeHint hint, ShapeChoice? choice = null, string? name = null)
    {
        choice ??= new ShapeChoice();
        using var file = Open(path, choice.Encoding ?? TextEncoding.Auto, name);
        if (choice.Encoding is not null || file.Encoding != TextEncoding.Utf8 || !TextEncodings.IsLatin1(file.Peek())) return Detect(file, hint, choice);
        using var again = Open(path, TextEncoding.Latin1, name);
        return Detect(again, hint, choice);
    }

    /// <summary>The shape of an opened file, of which nothing is taken.</summary>
    public static FileShape Detect(InputFile file, ShapeHint hint, ShapeChoice choice)
    {
        var first = file.PeekRows();
        var shape = IsJson(first, hint, choice) ? JsonShape.Detect(first) : DetectText(first, hint, choice);
        Bound(file.Name, shape, first);
        return Chosen(shape with { Encoding = file.Encoding }, choice, file.Name);
    }

    private static void Bound(string name, FileShape shape, ReadOnlySpan<byte> first)
    {
        if (shape.Columns.Count > MostColumns) throw new InputFileException($"{name} has {shape.Columns.Count} columns or more; at most {MostColumns} are taken. Leave out those that are not needed.");
        if (shape.Format == FileFormat.Csv && !InputFile.IsWhole(first) && first.IndexOf(LineEnds.Of(first)) is < 0 or >= RecordReader.MaxRecordBytes)
            throw new InputFileException($"The first row of {name} is longer than {RecordReader.MaxRecordBytes >> 20} MiB, the most of one row. Leave out columns that are not needed.");
    }

    private static InputFile Open(string path, TextEncoding encoding, string? name) =>
        name is null ? InputFile.Open(path, encoding) : InputFile.From(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1), name, encoding: encoding);

    private static bool IsJson(ReadOnlySpan<byte> first, ShapeHint hint, ShapeChoice choice)
    {
        if (choice.Format is { } format) return format == FileFormat.Json;
        if (choice.Delimiter is not null) return false;
        var text = first.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return false;
        if (text[0] == '{') return true;
        if (text[0] != '[') return hint.Format == FileFormat.Json && text[0] == '"';
        var inner = text[1..].TrimStart(" \t\r\n"u8);
        return !inner.IsEmpty && inner[0] is (byte)'{' or (byte)'"' or (byte)']';
    }

    private static FileShape DetectText(ReadOnlySpan<byte> first, ShapeHint hint, ShapeChoice choice)
    {
        var sample = TextSample.Read(first, Delimiter(first, hint, choice));
        var hasHeader = choice.HasHeader ?? sample.LooksHeaded;
        var columns = Names(sample, hasHeader);
        var url = sample.UrlColumn(hasHeader);
        if (!hasHeader && url >= 0 && columns.Count > 1) columns[url] = "url";
        // A list of single cells is a CSV file only where quotes or a header make it one.
        var isLines = choice.Format == FileFormat.Lines || (sample.Delimiter == 0 && !hasHeader && hint.Format != FileFormat.Csv && choice.Format is null);
        return new FileShape { Format = isLines ? FileFormat.Lines : FileFormat.Csv, Delimiter = sample.Delimiter, HasHeader = hasHeader && !isLines, Columns = columns, UrlColumn = url };
    }

    private static byte Delimiter(ReadOnlySpan<byte> first, ShapeHint hint, ShapeChoice choice)
    {
        if (choice.Delimiter is { } chosen) return chosen;
        if (choice.Format == FileFormat.Lines) return 0;
        var lines = TextSample.Read(first, 0);
        var (best, most) = ((byte)0, 0.0);
        foreach (var delimiter in Delimiters)
        {
            var sample = TextSample.Read(first, delimiter);
            var weight = Weight(sample, lines, hint);
            if (weight > most) (best, most) = (delimiter, weight);
        }
        return best;
    }

    // A comma within an address divides nothing: a list without header whose lines are addresses as a whole is divided only when it says that it is CSV.
    private static double Weight(TextSample sample, TextSample lines, ShapeHint hint)
    {
        if (sample.Width < 2 && !(sample.NamesUrl && sample.Rows[0].Count > 1)) return 0;
        var weight = sample.Agreement + (sample.UrlColumn(sample.LooksHeaded) >= 0 ? 0.5 : 0) + (hint.Delimiter == sample.Delimiter ? 2 : 0);
        if (sample.NamesUrl) return 10 + sample.Rows[0].Count + weight;
        if (sample.Agreement < Most) return 0;
        var isCut = lines.AddressShare(0, hasHeader: false) >= 0.5 && hint.Format != FileFormat.Csv && sample.Delimiter != '\t';
        return isCut ? 0 : weight + (0.001 * sample.Width);
    }

    private static List<string> Names(TextSample sample, bool hasHeader)
    {
        var width = hasHeader ? sample.Rows[0].Count : Math.Max(1, sample.Width);
        if (!hasHeader && width == 1) return ["subject"];
        return [.. Enumerable.Range(0, width).Select(i => hasHeader && sample.Rows[0][i].Trim() is { Length: > 0 } name ? name : $"column{i + 1}")];
    }

    private static FileShape Chosen(FileShape shape, ShapeChoice choice, string name)
    {
        if (choice.Column is not { Length: > 0 } column) return shape;
        var at = shape.Columns.ToList().FindIndex(known => known.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));
        if (at < 0 && int.TryParse(column, out var number) && number >= 1 && number <= shape.Columns.Count) at = number - 1;
        if (at < 0) throw new InputFileException($"{name} has no column '{Short(column)}'; its columns are {string.Join(", ", shape.Columns.Take(20).Select(Short))}.");
        return shape with { UrlColumn = at };
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
