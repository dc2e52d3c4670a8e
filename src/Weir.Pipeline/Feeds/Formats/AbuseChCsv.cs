using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>
/// The CSV of abuse.ch: comments in front, the last of which holds the names of the columns. Rows are given out as cells by the
/// position of the wanted names.
/// </summary>
internal static class AbuseChCsv
{
    /// <param name="text">The text.</param>
    /// <param name="usual">The columns in their order, should the comments not name them; the first wanted one tells the header.</param>
    /// <param name="wanted">The names of the wanted columns.</param>
    /// <param name="read">Makes a row of line, raw text, and the wanted cells; missing cells are empty.</param>
    public static IEnumerable<FeedRow> Read(InputFile text, IReadOnlyList<string> usual, IReadOnlyList<string> wanted, Func<long, string, string[], FeedRow> read)
    {
        var header = Header(text, wanted[0]) ?? usual;
        var positions = wanted.Select(name => PositionOf(header, name)).ToArray();
        return TextRows.Lines(text, (line, raw) =>
        {
            var cells = LooseCells.Split(raw);
            if (cells.Count <= positions[0]) return FeedRow.Refused(line, raw, RecordFault.ColumnMissing.Phrase());
            if (cells[positions[0]].Equals(wanted[0], StringComparison.OrdinalIgnoreCase)) return FeedRow.LeftOut(line);
            return read(line, raw, [.. positions.Select(at => at >= 0 && at < cells.Count ? cells[at] : "")]);
        });
    }

    private static List<string>? Header(InputFile text, string name)
    {
        foreach (var line in System.Text.Encoding.UTF8.GetString(text.Peek()).Split('\n'))
        {
            var names = LooseCells.Split(line.TrimEnd('\r').TrimStart('#', ' '));
            if (names.Count > 1 && PositionOf(names, name) >= 0) return names;
            if (!line.StartsWith('#') && line.Length > 1) return null;
        }

        return null;
    }

    private static int PositionOf(IReadOnlyList<string> header, string name)
    {
        for (var i = 0; i < header.Count; i++)
            if (header[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }
}
