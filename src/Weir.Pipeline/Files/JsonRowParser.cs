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
    private readonly JsonValues _values = new();

    public override ReadOnlySpan<byte> this[int column] => _values[_found[column].Start, _found[column].Length];

    public override ReadOnlySpan<byte> Cell(int column) => this[column == subject ? 0 : column < subject ? column + 1 : column];

    private protected override RecordFault Split()
    {
        Array.Fill(_found, (0, 0, int.MaxValue));
        _values.Begin(Length);
        var reader = new Utf8JsonReader(Text);
        try
        {
            if (!reader.Read()) return RecordFault.NotJson;
            if (reader.TokenType == JsonTokenType.String) _found[0] = _values.TryCopy(ref reader) ? (0, _values.Length, 0) : default;
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
            var (start, from) = (_values.Length, (int)reader.TokenStartIndex);
            var isWanted = column >= 0 && rank < _found[column].Rank;
            var isNested = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            var isValue = isWanted && _values.TryCopy(ref reader);
            reader.Skip();
            if (isWanted && !isValue && keepsNested && isNested && column > 0)
            {
                _values.Copy(Text[from..(int)reader.BytesConsumed]);
                isValue = true;
            }
            if (isValue) _found[column] = (start, _values.Length - start, rank);
        }
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
}
