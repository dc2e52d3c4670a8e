using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Weir.Detection.Tables;

/// <summary>The canonical form of a schema, and its hash.</summary>
internal static class SchemaFingerprint
{
    public static string Of(TableSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            WriteSet(json, schema.Missing);
            foreach (var column in schema.Columns) Write(json, column);
            json.WriteStringValue(schema.Target.Column);
            WriteSet(json, schema.Target.Phishing);
            WriteSet(json, schema.Target.Benign);
            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, TableColumn column)
    {
        json.WriteStartArray();
        json.WriteStringValue(column.Name);
        json.WriteNumberValue((int)column.Kind);
        json.WriteBooleanValue(column.IsRequired);
        // The order of words is their value.
        json.WriteStartArray();
        foreach (var value in column.Values) json.WriteStringValue(value);
        json.WriteEndArray();
        WriteSet(json, column.Missing);
        json.WriteEndArray();
    }

    private static void WriteSet(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts.Where(text => text.Length > 0).Select(text => text.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
