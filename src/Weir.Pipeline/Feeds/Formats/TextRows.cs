using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>Walks the rows of a text for the parsers: blank lines and comments are no entries, unreadable rows are refused ones.</summary>
internal static class TextRows
{
    /// <summary>The rows of CSV or JSON with the wanted columns.</summary>
    public static IEnumerable<FeedRow> Read(InputFile text, FileFormat format, IReadOnlyList<Column> columns, Func<RowReader, FeedRow> read)
    {
        using var rows = RowReader.From(RowSource.From(text, columns, format));
        while (rows.Read())
        {
            if (rows.Fault == RecordFault.Empty || IsComment(rows, format)) continue;
            yield return rows.Fault == RecordFault.None ? read(rows) : FeedRow.Refused(rows.Line, rows.Raw(), rows.Fault.Phrase());
        }
    }

    /// <summary>The lines as they stand, without blank ones and comments.</summary>
    public static IEnumerable<FeedRow> Lines(InputFile text, Func<long, string, FeedRow> read) =>
        Read(text, FileFormat.Lines, [Column.Url], rows => read(rows.Line, rows.Raw()));

    /// <summary>The first character that is not blank; NUL for an empty text.</summary>
    public static char First(InputFile text)
    {
        var first = text.Peek();
        var at = first.IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? '\0' : (char)first[at];
    }

    private static bool IsComment(RowReader rows, FileFormat format) => format != FileFormat.Json && rows.Fault != RecordFault.TooLong && rows.Raw().AsSpan().TrimStart().StartsWith('#');
}
