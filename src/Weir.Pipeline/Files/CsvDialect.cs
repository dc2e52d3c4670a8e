using System.Text;

namespace Weir.Pipeline.Files;

/// <summary>How a CSV file is written: its delimiter (0: one column, none needed) and its header, if it has one.</summary>
public sealed record CsvDialect(byte Delimiter, IReadOnlyList<string> Header)
{
    private static readonly byte[] Candidates = ",;\t|"u8.ToArray();

    /// <summary>False: the first row is data already.</summary>
    public bool HasHeader => Header.Count > 0;

    /// <summary>The dialect in which the first row names most of the wanted columns; without such names the file has no
    /// header, and a delimiter counts only when the first rows agree on how often it occurs.</summary>
    public static CsvDialect Detect(ReadOnlySpan<byte> first, IReadOnlyList<Column> wanted)
    {
        var rows = FirstRows(first, LineEnds.Of(first));
        if (rows.Count == 0) return new CsvDialect(0, []);
        CsvDialect? best = null;
        foreach (var delimiter in Candidates)
        {
            var header = Cells(rows[0], delimiter);
            if (wanted[0].PositionIn(header) >= 0 && header.Count > (best?.Header.Count ?? 0)) best = new CsvDialect(delimiter, header);
        }
        if (best is not null) return best.Header.Count == 1 ? best with { Delimiter = 0 } : best;
        return new CsvDialect(CommonDelimiter(rows), []);
    }

    /// <summary>True when the first row looks like names of columns rather than data: no cell has a dot, a colon or a digit only.</summary>
    internal static bool LooksLikeNames(IReadOnlyList<string> cells) =>
        cells.All(cell => cell.Trim() is { Length: > 0 } name && !name.AsSpan().ContainsAny('.', ':', '/') && !name.All(char.IsAsciiDigit));

    internal static List<string> Cells(byte[] row, byte delimiter)
    {
        var cells = new CsvCells(delimiter);
        cells.Split(row, 0, row.Length);
        return [.. Enumerable.Range(0, cells.Count).Select(i => Encoding.UTF8.GetString(cells[i]))];
    }

    /// <summary>The first rows of a text, at most ten; the last, perhaps cut, only when it is the only one.</summary>
    internal static List<byte[]> FirstRows(ReadOnlySpan<byte> first, byte lineEnd)
    {
        List<byte[]> rows = [];
        while (first.Length > 0 && rows.Count < 10)
        {
            var end = first.IndexOf(lineEnd);
            if (end < 0 && rows.Count > 0) break;
            var line = end < 0 ? first : first[..end];
            if (LineEnds.Trimmed(line) > 0) rows.Add(line[..LineEnds.Trimmed(line)].ToArray());
            first = end < 0 ? [] : first[(end + 1)..];
        }
        return rows;
    }

    private static byte CommonDelimiter(List<byte[]> rows)
    {
        foreach (var delimiter in Candidates)
        {
            var cells = Cells(rows[0], delimiter).Count;
            if (cells > 1 && rows.TrueForAll(row => Cells(row, delimiter).Count == cells)) return delimiter;
        }
        return 0;
    }
}
