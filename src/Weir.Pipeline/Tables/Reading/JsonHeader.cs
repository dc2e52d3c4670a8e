using System.Text.Json;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>The columns of a JSON file: the members of its first rows. A file whose first rows have none is refused by what is wrong with the first.</summary>
internal static class JsonHeader
{
    private const string Expected = "expected one object a line, or one array of objects";

    /// <summary>Reads the first chunk, which is there to be read again as rows.</summary>
    public static IReadOnlyList<string> Read(string file, RecordReader records, RecordChunk chunk, bool isArray)
    {
        var (names, known, plain) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), new LineRowParser());
        var isRead = records.Read(chunk);
        for (var i = 0; isRead && i < chunk.Count; i++)
        {
            if (plain.Parse(chunk, chunk[i]) == RecordFault.None) TableDialect.AddMembers(plain.Text, names, known, TableHeader.MostColumns + 1);
        }

        return names.Count > 0 ? TableHeader.Checked(file, names) : throw new InputFileException(isRead ? WhyNot(file, chunk, isArray) : Nothing(file));
    }

    private static string WhyNot(string file, RecordChunk chunk, bool isArray)
    {
        var (plain, at) = (new LineRowParser(), 0);
        var fault = plain.Parse(chunk, chunk[at]);
        while (fault == RecordFault.Empty && at + 1 < chunk.Count) fault = plain.Parse(chunk, chunk[++at]);
        var place = isArray ? $"The first value of the JSON array of {file}" : $"The first line of {file}";
        if (fault == RecordFault.TooLong) return $"{place} is longer than 1 MiB; write one short object a line, or one array of such objects.";
        if (fault == RecordFault.NulByte) return $"{place} holds a NUL byte.";
        return WhyNot(file, place, plain.Text, isArray);
    }

    private static string WhyNot(string file, string place, ReadOnlySpan<byte> text, bool isArray)
    {
        var reader = new Utf8JsonReader(text);
        var kind = JsonTokenType.None;
        try
        {
            while (reader.Read())
            {
                if (kind == JsonTokenType.None) kind = reader.TokenType;
            }

            return kind == JsonTokenType.StartObject ? Nothing(file) : $"{place} is {Word(kind)}, not an object; {Expected}.";
        }
        catch (JsonException broken)
        {
            if (TableDialect.IsTooDeep(reader)) return $"{place} is nested more than {RecordFaults.Deepest} deep; a table is one object a row, with plain values.";
            if (!isArray && text.TrimEnd(" \t\r\n"u8) is [(byte)'{', .., not (byte)'}'] or [(byte)'{']) return $"The first JSON object of {file} does not end on its line; write one object a line, or one array of objects.";
            return FormattableString.Invariant($"{place} is not valid JSON, from byte {broken.BytePositionInLine + 1} on; {Expected}.");
        }
    }

    private static string Nothing(string file) => $"{file} holds no JSON objects with members; {Expected}.";

    private static string Word(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a truth value",
    };
}
