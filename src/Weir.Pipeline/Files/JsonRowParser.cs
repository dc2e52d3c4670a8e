using System.Buffers.Text;
using System.Text.Json;

namespace Weir.Pipeline.Files;

/// <summary>Finds the wanted columns among the properties of a JSON object; a JSON string is the first column. The wrappers
/// of mongoexport (<c>$date</c>, <c>$numberInt</c>, <c>$oid</c>, …) are taken off.</summary>
/// <param name="wanted">The columns; the first holds the subject.</param>
/// <param name="subject">Where among the source's column names the first one stands; the others follow in their order.</param>
/// <param name="keepsNested">True when objects and arrays are values, too, as JSON text.</param>
internal sealed class JsonRowParser(IReadOnlyList<Column> wanted, int subject = 0, bool keepsNested = false) : RowParser
{
    private readonly (int Start, int Length, int Rank)[] _found = new (int, int, int)[wanted.Count];
    private byte[] _values = new byte[1024];
    private int _length;

    public override ReadOnlySpan<byte> this[int column] => _values.AsSpan(_found[column].Start, _found[column].Length);

    public override ReadOnlySpan<byte> Cell(int column) => this[column == subject ? 0 : column < subject ? column + 1 : column];

    private protected override RecordFault Split()
    {
        Array.Fill(_found, (0, 0, int.MaxValue));
        _length = 0;
        if (_values.Length < 2 * Length) _values = new byte[2 * Length];
        var reader = new Utf8JsonReader(Text);
        try
        {
            if (!reader.Read()) return RecordFault.NotJson;
            if (reader.TokenType == JsonTokenType.String) _found[0] = (0, _length = reader.CopyString(_values), 0);
            else if (reader.TokenType != JsonTokenType.StartObject) return RecordFault.NotJson;
            else ReadObject(ref reader);
            while (reader.Read()) { }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return RecordFault.NotJson;
        }
        return _found[0].Rank == int.MaxValue ? RecordFault.MemberMissing : RecordFault.None;
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (column, rank) = Wanted(ref reader);
            reader.Read();
            var (start, from) = (_length, (int)reader.TokenStartIndex);
            var isWanted = column >= 0 && rank < _found[column].Rank;
            var isNested = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            var isValue = isWanted && TryCopy(ref reader);
            reader.Skip();
            if (isWanted && !isValue && keepsNested && isNested && column > 0) isValue = CopyText(from, (int)reader.BytesConsumed);
            if (isValue) _found[column] = (start, _length - start, rank);
        }
    }

    private bool CopyText(int from, int to)
    {
        Text[from..to].CopyTo(_values.AsSpan(_length));
        _length += to - from;
        return true;
    }

    private (int Column, int Rank) Wanted(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        for (var column = 0; column < wanted.Count; column++)
        {
            var rank = Array.FindIndex(wanted[column].Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (rank >= 0) return (column, rank);
        }
        return (-1, 0);
    }

    private bool TryCopy(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return TryCopyWrapped(ref reader);
        if (reader.TokenType is JsonTokenType.Null or JsonTokenType.StartArray) return false;
        if (reader.TokenType == JsonTokenType.String)
        {
            _length += reader.CopyString(_values.AsSpan(_length));
            return true;
        }
        reader.ValueSpan.CopyTo(_values.AsSpan(_length));
        _length += reader.ValueSpan.Length;
        return true;
    }

    // {"$date": "2024-…"}, {"$date": {"$numberLong": "1700000000000"}}, {"$numberInt": "1"}: leaves the reader on the last brace.
    private bool TryCopyWrapped(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueSpan.StartsWith("$"u8)) return Leave(ref reader, depth, false);
        var isDate = reader.ValueTextEquals("$date"u8);
        reader.Read();
        var start = _length;
        var isCopied = TryCopy(ref reader);
        if (isCopied && isDate) MillisecondsToText(start);
        return Leave(ref reader, depth, isCopied);
    }

    private static bool Leave(ref Utf8JsonReader reader, int depth, bool result)
    {
        while (!(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth) && reader.Read()) { }
        return result;
    }

    private void MillisecondsToText(int start)
    {
        var text = _values.AsSpan(start, _length - start);
        if (!Utf8Parser.TryParse(text, out long milliseconds, out var used) || used != text.Length) return;
        if (milliseconds is < -62135596800000 or > 253402300799999) return;
        if (_values.Length < start + 32) Array.Resize(ref _values, start + 64);
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(_values.AsSpan(start), out var written, "O");
        _length = start + written;
    }
}
