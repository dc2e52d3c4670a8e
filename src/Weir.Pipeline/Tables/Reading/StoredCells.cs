using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>
/// The cells of a row as the store holds them: a JSON array with one element a column, then the target. Numbers stay as they were written,
/// words are strings, no value is null.
/// </summary>
public sealed class StoredCells : IDisposable
{
    private const int MostNumber = 17;
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TableSchema _schema;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;
    private byte[] _text = new byte[1024];
    private byte[] _cell = new byte[256];

    /// <summary>Prepares reading and writing; one a thread.</summary>
    public StoredCells(TableSchema schema) => (_schema, _writer) = (schema, new Utf8JsonWriter(_buffer, Compact));

    /// <summary>Writes the row of a file that was read last.</summary>
    public string Write(TableFile file, ColumnMatch match, TableRow row)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartArray();
        for (var i = 0; i < match.Places.Count; i++)
        {
            var cell = match.Places[i] < 0 ? [] : Trimmed(file.Cell(match.Places[i]));
            if (cell.IsEmpty || (_schema.Columns[i].IsFeature && row.IsMissing(i, cell))) _writer.WriteNullValue();
            else Write(cell, _schema.Columns[i].Kind);
        }

        Write(Trimmed(match.Target < 0 ? [] : file.Cell(match.Target)), ColumnKind.Ignored);
        _writer.WriteEndArray();
        _writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    /// <summary>Reads held cells into a row; the first fault that keeps it from being used, or none.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="row">Takes the values.</param>
    /// <param name="warnings">Hears of cells that are odd and taken all the same; null: nobody does.</param>
    /// <param name="line">Where the row stood in its file, for the warnings.</param>
    public CellFault Read(string cells, TableRow row, TableWarnings? warnings = null, long line = 0)
    {
        row.Clear();
        var (place, first) = (0, CellFault.None);
        var reader = new Utf8JsonReader(Utf8(cells));
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var cell = Text(ref reader);
            var fault = place < _schema.Columns.Count ? row.Set(place, cell) : row.SetTarget(cell);
            if (first == CellFault.None && fault.IsError()) first = fault;
            if (fault != CellFault.None && !fault.IsError()) warnings?.Count(place, fault, cell, line);
            place++;
        }

        return first;
    }

    /// <summary>The held cells as text, one a column, then the target; null for no value.</summary>
    public static string?[] Texts(string cells)
    {
        using var held = JsonDocument.Parse(cells);
        return [.. held.RootElement.EnumerateArray().Select(cell => cell.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => cell.GetString(), _ => cell.GetRawText() })];
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private ReadOnlySpan<byte> Utf8(string text)
    {
        if (_text.Length < 3 * text.Length) _text = new byte[4 * text.Length];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }

    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return [];
        if (reader.TokenType != JsonTokenType.String || !reader.ValueIsEscaped) return reader.ValueSpan;
        if (_cell.Length < reader.ValueSpan.Length) _cell = new byte[2 * reader.ValueSpan.Length];
        return _cell.AsSpan(0, reader.CopyString(_cell));
    }

    private void Write(ReadOnlySpan<byte> cell, ColumnKind kind)
    {
        var isNumber = kind is ColumnKind.Number or ColumnKind.Flag || (kind == ColumnKind.Ignored && cell.Length <= MostNumber);
        if (cell.IsEmpty) _writer.WriteNullValue();
        else if (isNumber && IsJsonNumber(cell)) _writer.WriteRawValue(cell, skipInputValidation: true);
        else _writer.WriteStringValue(cell);
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> cell) => cell.Trim(" \t\r\n"u8);

    // Strict, so that a cell such as 007 stays a string.
    private static bool IsJsonNumber(ReadOnlySpan<byte> text)
    {
        if (text[0] == '-') text = text[1..];
        var whole = Digits(text);
        if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
        text = text[whole..];
        if (text.Length > 0 && text[0] == '.')
        {
            var fraction = Digits(text[1..]);
            if (fraction == 0) return false;
            text = text[(1 + fraction)..];
        }

        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        text = text.Length > 1 && text[1] is (byte)'+' or (byte)'-' ? text[2..] : text[1..];
        return text.Length > 0 && Digits(text) == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }
}
