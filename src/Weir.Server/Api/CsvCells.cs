using System.Globalization;
using System.Text;

namespace Weir.Server.Api;

/// <summary>Writes lines of CSV (RFC 4180) that no spreadsheet takes for formulas.</summary>
internal static class CsvCells
{
    /// <summary>Appends one line. Numbers and times are written the same in every country; null is an empty cell.</summary>
    public static void AppendCsv(this StringBuilder to, params ReadOnlySpan<object?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) to.Append(',');
            Append(to, cells[i]);
        }

        to.Append("\r\n");
    }

    private static void Append(StringBuilder to, object? cell)
    {
        if (cell is not string text)
        {
            to.Append(cell is DateTimeOffset at ? at.ToString("O", CultureInfo.InvariantCulture) : Convert.ToString(cell, CultureInfo.InvariantCulture));
            return;
        }

        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        // NUL is refused by many readers.
        if (text.AsSpan().IndexOfAny("\",\r\n\0") < 0) to.Append(text);
        else to.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\0', '\uFFFD')).Append('"');
    }
}
