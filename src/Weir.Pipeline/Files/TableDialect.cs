using System.Text.Json;

namespace Weir.Pipeline.Files;

/// <summary>Finds out how a table is written: the delimiter that divides its header into most names, or the members of its first JSON rows.</summary>
internal static class TableDialect
{
    /// <summary>What mongoexport calls its own number of a row, which is an object.</summary>
    public const string Id = "_id";

    private static readonly byte[] Delimiters = ",;\t|"u8.ToArray();

    /// <summary>True for one JSON object a line, or one array of them.</summary>
    public static bool IsJson(ReadOnlySpan<byte> first)
    {
        var text = first.TrimStart(" \t\r\n"u8);
        return !text.IsEmpty && (text[0] == '{' || (text[0] == '[' && text[1..].TrimStart(" \t\r\n"u8) is [] or [(byte)'{' or (byte)'[' or (byte)']' or (byte)'"' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..]));
    }

    /// <summary>True when a reader stopped because of the depth.</summary>
    public static bool IsTooDeep(in Utf8JsonReader reader) => reader.CurrentDepth >= RecordFaults.Deepest - 1;

    /// <summary>What divides the cells; 0 when none of the usual ones occurs in the header.</summary>
    public static byte Delimiter(ReadOnlySpan<byte> first)
    {
        var (best, most) = ((byte)0, 0.0);
        foreach (var delimiter in Delimiters)
        {
            var sample = TextSample.Read(first, delimiter);
            if (sample.Rows.Count == 0) continue;
            var weight = sample.Rows[0].Count * (0.5 + (sample.Width == sample.Rows[0].Count ? sample.Agreement : 0));
            if (sample.Rows[0].Count > 1 && weight > most) (best, most) = (delimiter, weight);
        }
        return best;
    }

    /// <summary>The cells of a header row as text, without blanks around them.</summary>
    public static List<string> Names(ReadOnlySpan<byte> row, byte delimiter) => [.. CsvDialect.Cells(row.ToArray(), delimiter).Select(name => name.Trim())];

    /// <summary>The delimiter that divides a header row into most cells, and into how many.</summary>
    public static (byte Delimiter, int Cells) Widest(ReadOnlySpan<byte> row)
    {
        var text = row.ToArray();
        return Delimiters.Select(delimiter => (delimiter, CsvDialect.Cells(text, delimiter).Count)).MaxBy(pair => pair.Count);
    }

    /// <summary>Adds the members of a JSON row that are not yet known, up to a number; an <c>_id</c> that is an object is left out. False, and nothing added, when it is no object.</summary>
    public static bool AddMembers(ReadOnlySpan<byte> row, List<string> names, HashSet<string> known, int most)
    {
        try
        {
            var reader = new Utf8JsonReader(row);
            var found = new List<string>();
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!.Trim();
                reader.Read();
                if (name != Id || reader.TokenType != JsonTokenType.StartObject) found.Add(name);
                reader.Skip();
            }
            while (reader.Read()) { }
            foreach (var name in found)
            {
                if (names.Count < most && known.Add(name)) names.Add(name);
            }
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
