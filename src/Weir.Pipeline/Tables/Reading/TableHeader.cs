using System.Globalization;
using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>Refuses headers that name no table.</summary>
internal static class TableHeader
{
    public const int MostColumns = TableSchema.MostColumns;

    /// <summary>Refuses a first line that is beyond the bound of a line, or binary.</summary>
    public static void RefuseLine(string name, ReadOnlySpan<byte> first, byte lineEnd)
    {
        var end = first.IndexOf(lineEnd);
        var line = end < 0 ? first : first[..end];
        BinaryContent.RefuseLine(name, line.Length > InputFile.PeekBytes ? line[..InputFile.PeekBytes] : line);
        if (line.Length > RecordReader.MaxRecordBytes)
            throw new InputFileException(string.Create(CultureInfo.InvariantCulture, $"The first line of {name} is longer than 1 MiB; a table has a header line with the names of its columns, at most {MostColumns:N0}, and a row below it on each line."));
    }

    /// <summary>Refuses a delimiter that was named and does not divide the header, where another does.</summary>
    public static void RefuseDelimiter(string name, ReadOnlySpan<byte> header, byte delimiter)
    {
        var (other, cells) = TableDialect.Widest(header);
        if (cells < 2) return;
        var (named, found) = (delimiter == '\t' ? "tab" : $"'{(char)delimiter}'", other == '\t' ? "the tab" : $"'{(char)other}'");
        throw new InputFileException(string.Create(CultureInfo.InvariantCulture, $"With the delimiter {named} the first line of {name} names one column only ('{Clean(Encoding.UTF8.GetString(header))}'); {found} divides it into {cells:N0}. Name that one, or none, and it is found."));
    }

    /// <summary>The delimiter of the first bytes of a file.</summary>
    public static byte Delimiter(string name, ReadOnlySpan<byte> first, OptionWords words)
    {
        if (first.StartsWith("@relation"u8) || first.StartsWith("@RELATION"u8)) throw new InputFileException($"{name} is an ARFF file; convert it to CSV with a header line first.");
        var delimiter = TableDialect.Delimiter(first);
        if (delimiter != 0) return delimiter;
        if (new CsvFramer((byte)',', LineEnds.Of(first)).TryFrame(first, InputFile.IsWhole(first), out var frame) && frame.Fault == RecordFault.QuoteNotClosed)
            throw new InputFileException($"The header line of {name} cannot be read: {frame.Fault.Phrase()}.");
        var end = first.IndexOfAny((byte)'\n', (byte)'\r');
        var line = Encoding.UTF8.GetString(first[..Math.Min(80, end < 0 ? first.Length : end)]);
        throw new InputFileException($"The first line of {name} names one column only ('{Clean(line)}'); columns are divided by comma, semicolon, tab or bar{(words.Delimiter is { } option ? $", or by what {option} says" : "")}.");
    }

    /// <summary>The names of columns as they are; the exception names every place at fault.</summary>
    public static IReadOnlyList<string> Checked(string name, IReadOnlyList<string> columns)
    {
        if (columns.Count > MostColumns) throw new InputFileException(string.Create(CultureInfo.InvariantCulture, $"{name} has more than {MostColumns:N0} columns; a table has at most that many."));
        var unnamed = Enumerable.Range(1, columns.Count).Where(i => columns[i - 1].Length == 0).ToList();
        if (unnamed.Count > 0)
            throw new InputFileException($"{name} has {(unnamed.Count == 1 ? "a column" : "columns")} without a name ({Places(unnamed)}); name each column in the first line. "
                + "(pandas writes such a column unless it is told index=False.)");
        if (columns.Count > 1 && columns.All(IsValue))
            throw new InputFileException($"The first line of {name} looks like data, not like names of columns ('{Clean(string.Join(", ", columns.Take(4)))}', …); put a line with the names above it.");
        var twice = columns.Select((column, i) => (column, i)).GroupBy(pair => pair.column, pair => pair.i + 1).Where(group => group.Count() > 1).ToList();
        if (twice.Count > 0)
            throw new InputFileException($"{name} names {(twice.Count == 1 ? "a column" : "columns")} twice: {string.Join("; ", twice.Take(5).Select(group => $"'{Clean(group.Key)}' ({Places([.. group])})"))}; give each column its own name.");
        if (columns.Select(SchemaFaults.NameFault).FirstOrDefault(fault => fault is not null) is { } fault) throw new InputFileException($"{name}: {fault}");
        return columns;
    }

    private static bool IsValue(string cell) => NumberText.Read(Encoding.UTF8.GetBytes(cell), out _) is CellFault.None or CellFault.Rounded;

    private static string Places(List<int> places) => "column " + string.Join(", ", places.Take(10)) + (places.Count > 10 ? ", …" : "");

    private static string Clean(string text)
    {
        var clean = string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter));
        return clean.Length <= 80 ? clean : clean[..80] + "…";
    }
}
