using System.Globalization;
using System.Text;
using Weir.Server.Problems;
using Weir.Storage.Settings;

namespace Weir.Server.Lists;

/// <summary>Entries as CSV, both ways: what is exported can be imported. The columns are found by the names of the first line.</summary>
internal static class ListCsv
{
    /// <summary>The first line of an export.</summary>
    public const string Header = "kind,scope,value,reason,expires,owner,source,added";

    private const string Formula = "=+-@\t\r";

    /// <summary>One entry as a line without its end.</summary>
    public static string Line(KeptEntry kept) => string.Join(',', ((string?[])
    [
        ListWords.Of(kept.Entry.Kind), ListWords.Of(kept.Entry.Scope), kept.Entry.Value, kept.Entry.Note,
        kept.Entry.Expires?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), kept.AddedBy, kept.Source,
        kept.AddedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    ]).Select(Cell));

    /// <summary>Reads a file; what is wrong with a line goes to the faults. Entries without a reason get the one given.</summary>
    public static IReadOnlyList<ListDraft> Read(string text, string reason, DateTimeOffset now, List<Fault> faults)
    {
        var rows = Rows(text.TrimStart('\uFEFF').Replace("\0", "", StringComparison.Ordinal), ListDraft.MostEntries + 2, out var isOpen);
        if (isOpen) faults.Add(new Fault("file", "A quoted cell is never closed, so everything behind it would be read as part of it. Close the quote and send the file again."));
        if (rows.Count > ListDraft.MostEntries + 1) faults.Add(new Fault("file", $"A file may hold at most {ListDraft.MostEntries} entries; split it."));
        var header = rows.Count == 0 ? [] : rows[0].Select(cell => cell.Trim().ToLowerInvariant()).ToList();
        if (!header.Contains("kind") || !header.Contains("value")) faults.Add(new Fault("file", $"The first line must name the columns, at least kind and value: {Header}."));
        if (faults.Count > 0) return [];
        var drafts = new List<ListDraft>();
        for (var i = 1; i < rows.Count; i++)
            if (Draft(new Row(header, rows[i], $"line {i + 1}: "), reason, now, faults) is { } draft) drafts.Add(draft);
        if (rows.Count == 1) faults.Add(new Fault("file", "There is no entry below the first line."));
        return drafts;
    }

    private static ListDraft? Draft(Row row, string reason, DateTimeOffset now, List<Fault> faults)
    {
        var before = faults.Count;
        if (!ListWords.Kinds.TryGetValue(row["kind"], out var kind)) faults.Add(new Fault(row.Field + "kind", "allow or block."));
        if (row["value"].Length is 0 or > ListDraft.MostValue) faults.Add(new Fault(row.Field + "value", $"A URL, path or host of at most {ListDraft.MostValue} characters is needed."));
        var scoped = row["scope"].Length > 0;
        if (!ListWords.Scopes.TryGetValue(row["scope"], out var scope) && scoped) faults.Add(new Fault(row.Field + "scope", "url, prefix, host or domain, or nothing."));
        if (row["reason"].Length > ListDraft.MostReason) faults.Add(new Fault(row.Field + "reason", $"At most {ListDraft.MostReason} characters."));
        DateTimeOffset? end = null;
        if (row["expires"] is { Length: > 0 } text)
        {
            if (ListWords.TryReadEnd(text, now, out var at, out var fault)) end = at;
            else faults.Add(new Fault(row.Field + "expires", fault));
        }

        return faults.Count > before ? null
            : new ListDraft(row.Field, kind, row["value"], scoped ? scope : null, row["reason"] is { Length: > 0 } why ? why : reason, end, row["force"] is "true" or "1" or "yes");
    }

    private static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        // A spreadsheet would run it; the mark in front is taken off again by the import.
        var safe = Formula.Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Splits text by RFC 4180, up to a number of rows; empty lines are left out. Any text gives some rows; isOpen tells that its last quote is never closed.</summary>
    internal static List<List<string>> Rows(string text, int most, out bool isOpen)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length && rows.Count < most; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (c == '"' && (quoted || cell.Length == 0)) quoted = !quoted;
            else if (quoted || c is not (',' or '\r' or '\n')) cell.Append(c);
            else if (c == ',') End(row, cell);
            else EndRow(rows, ref row, cell);
        }

        if (rows.Count < most) EndRow(rows, ref row, cell);
        isOpen = quoted;
        return rows;
    }

    private static void End(List<string> row, StringBuilder cell)
    {
        row.Add(cell.ToString());
        cell.Clear();
    }

    private static void EndRow(List<List<string>> rows, ref List<string> row, StringBuilder cell)
    {
        if (row.Count == 0 && cell.Length == 0) return;
        End(row, cell);
        rows.Add(row);
        row = [];
    }

    private sealed class Row(List<string> header, List<string> cells, string place)
    {
        public string Field => place;

        public string this[string name]
        {
            get
            {
                var at = header.IndexOf(name);
                var cell = at < 0 || at >= cells.Count ? "" : cells[at].Trim();
                return cell.Length > 1 && cell[0] == '\'' && Formula.Contains(cell[1], StringComparison.Ordinal) ? cell[1..] : cell;
            }
        }
    }
}
