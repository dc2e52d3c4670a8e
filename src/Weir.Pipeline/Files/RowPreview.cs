using System.Text;

namespace Weir.Pipeline.Files;

/// <summary>The first rows of a file as they will be read.</summary>
public static class RowPreview
{
    /// <summary>The cells of the first rows, each cut to some length; a row that cannot be read is one cell with its text.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string path, FileShape shape, int rows, int length)
    {
        // Without a column the rows are shown all the same, so that one can be chosen.
        var readable = shape.UrlColumn >= 0 ? shape : shape with { UrlColumn = 0 };
        using var source = RowSource.From(InputFile.Open(path, shape.Encoding), readable);
        var (chunk, parser, found) = (new RecordChunk(), source.CreateParser(), new List<IReadOnlyList<string>>());
        var skip = shape.HasHeader ? 1 : 0;
        while (found.Count < rows && source.Records.Read(chunk))
        {
            for (var i = 0; i < chunk.Count && found.Count < rows; i++)
                if (skip-- <= 0) found.Add(Cells(parser, parser.Parse(chunk, chunk[i]), shape.Columns.Count, length));
        }
        return found;
    }

    /// <summary>Whether a file has a row that is not blank, the header left out. Reads it as far as the first.</summary>
    public static bool HasRows(string path, FileShape shape)
    {
        using var source = RowSource.From(InputFile.Open(path, shape.Encoding), shape with { UrlColumn = Math.Max(0, shape.UrlColumn) });
        var (chunk, skip) = (new RecordChunk(), source.Dialect.HasHeader ? 1 : 0);
        while (source.Records.Read(chunk))
        {
            for (var i = 0; i < chunk.Count; i++)
                if ((chunk[i].Fault != RecordFault.None || chunk.Text(chunk[i]).ContainsAnyExcept(" \t\r\n"u8)) && skip-- <= 0) return true;
        }
        return false;
    }

    /// <summary>How many rows a file has, the header left out. Reads it to its end.</summary>
    public static long CountRows(string path, FileShape shape)
    {
        using var source = RowSource.From(InputFile.Open(path, shape.Encoding), shape with { UrlColumn = Math.Max(0, shape.UrlColumn) });
        var (chunk, rows) = (new RecordChunk(), source.Dialect.HasHeader ? -1L : 0L);
        while (source.Records.Read(chunk)) rows += chunk.Count;
        return Math.Max(0, rows);
    }

    private static string[] Cells(RowParser parser, RecordFault fault, int width, int length) => fault is RecordFault.None or RecordFault.ColumnMissing
        ? [.. Enumerable.Range(0, width).Select(i => Cut(parser.Cell(i), length))]
        : [Cut(parser.Text, length)];

    private static string Cut(ReadOnlySpan<byte> cell, int length)
    {
        var text = Encoding.UTF8.GetString(cell.Length > 4 * length ? cell[..(4 * length)] : cell);
        return text.Length > length ? text[..length] + "…" : text;
    }
}
