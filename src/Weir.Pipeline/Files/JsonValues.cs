using System.Buffers.Text;
using System.Text.Json;

namespace Weir.Pipeline.Files;

/// <summary>
/// Copies values of one JSON row as text. The wrappers of mongoexport (<c>$date</c>, <c>$numberInt</c>, <c>$oid</c>, …) are taken off.
/// </summary>
internal sealed class JsonValues
{
    private const int DateBytes = 64;
    private byte[] _values = new byte[1024];

    /// <summary>How many bytes were copied since the row began; the next value starts here.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> this[int start, int length] => _values.AsSpan(start, length);

    /// <summary>Begins a row of some length.</summary>
    public void Begin(int rowLength)
    {
        Length = 0;
        if (_values.Length < rowLength) _values = new byte[2 * rowLength];
    }

    /// <summary>Copies JSON text as it stands.</summary>
    public void Copy(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    /// <summary>Copies a string, a number, a truth value or what is in a wrapper; false for null, arrays and other objects. Behind an object the reader stands on its last brace.</summary>
    public bool TryCopy(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return TryCopyWrapped(ref reader);
        if (reader.TokenType is JsonTokenType.Null or JsonTokenType.StartArray) return false;
        if (reader.TokenType == JsonTokenType.String)
        {
            Length += reader.CopyString(Room(reader.ValueSpan.Length));
            return true;
        }
        Copy(reader.ValueSpan);
        return true;
    }

    // {"$date": "2024-…"}, {"$date": {"$numberLong": "1700000000000"}}, {"$numberInt": "1"}: leaves the reader on the last brace.
    private bool TryCopyWrapped(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueSpan.StartsWith("$"u8)) return Leave(ref reader, depth, false);
        // No value, whatever stands in it.
        if (reader.ValueTextEquals("$undefined"u8)) return Leave(ref reader, depth, true);
        var (isDate, isNumber) = (reader.ValueTextEquals("$date"u8), reader.ValueSpan.StartsWith("$number"u8));
        reader.Read();
        var start = Length;
        var isCopied = TryCopy(ref reader);
        if (isCopied && isDate) MillisecondsToText(start);
        if (isCopied && isNumber && _values.AsSpan(start, Length - start).SequenceEqual("NaN"u8)) Length = start;
        return Leave(ref reader, depth, isCopied);
    }

    private static bool Leave(ref Utf8JsonReader reader, int depth, bool result)
    {
        while (!(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth) && reader.Read()) { }
        return result;
    }

    private void MillisecondsToText(int start)
    {
        var text = _values.AsSpan(start, Length - start);
        if (!Utf8Parser.TryParse(text, out long milliseconds, out var used) || used != text.Length) return;
        if (milliseconds is < -62135596800000 or > 253402300799999) return;
        Length = start;
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(Room(DateBytes), out var written, "O");
        Length = start + written;
    }

    // A date is longer than its milliseconds, so that a row may need more room than its text.
    private Span<byte> Room(int bytes)
    {
        if (_values.Length < Length + bytes) Array.Resize(ref _values, 2 * (Length + bytes));
        return _values.AsSpan(Length);
    }
}
