using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Pipeline.Tables;

/// <summary>Writes the rows of a table, as pieces of text in flat memory, so that loading them gives the same rows.</summary>
public static class TableExport
{
    /// <summary>The formats by name.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "jsonl", "mongoexport"];

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a table; mongoexport is a JSON line a row with an <c>_id</c>, jsonl the same without it.</summary>
    /// <exception cref="ArgumentException">The format is none of <see cref="Formats"/>.</exception>
    public static IEnumerable<string> Write(WeirStore store, KnownTable table, string format) => format switch
    {
        "csv" => Csv(store, table),
        "jsonl" => Json(store, table, hasId: false),
        "mongoexport" => Json(store, table, hasId: true),
        _ => throw new ArgumentException($"'{format}' is no format of tables; known are {string.Join(", ", Formats)}."),
    };

    private static IEnumerable<string> Csv(WeirStore store, KnownTable table)
    {
        yield return string.Join(',', Names(table.Schema).Select(Name)) + "\n";
        foreach (var row in store.Tables.Rows.Of(table.Record.Id)) yield return string.Join(',', StoredCells.Texts(row.Cells).Select(cell => Quoted(cell ?? ""))) + "\n";
    }

    private static IEnumerable<string> Json(WeirStore store, KnownTable table, bool hasId)
    {
        string[] names = [.. Names(table.Schema)];
        foreach (var row in store.Tables.Rows.Of(table.Record.Id))
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, Compact)) Write(json, names, row, hasId);
            yield return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
        }
    }

    private static void Write(Utf8JsonWriter json, string[] names, StoredRow row, bool hasId)
    {
        using var cells = JsonDocument.Parse(row.Cells);
        json.WriteStartObject();
        if (hasId)
        {
            json.WriteStartObject("_id");
            json.WriteString("$oid", string.Create(CultureInfo.InvariantCulture, $"{(uint)row.At.ToUnixTimeSeconds():x8}{row.Id:x16}"));
            json.WriteEndObject();
        }

        var place = 0;
        foreach (var cell in cells.RootElement.EnumerateArray())
        {
            json.WritePropertyName(names[place++]);
            cell.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static IEnumerable<string> Names(TableSchema schema) => [.. schema.Columns.Select(column => column.Name), schema.Target.Column];

    // The header says what kind of file it is, so that nothing in it may look like another delimiter, JSON, a byte order mark or the start of something packed.
    private static string Name(string name) => !name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or ' ' or '(' or ')' or '/') || BinaryContent.IsKnown(Encoding.UTF8.GetBytes(name)) ? InQuotes(name) : Quoted(name);

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") || cell != cell.Trim() ? InQuotes(cell) : cell;

    private static string InQuotes(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
