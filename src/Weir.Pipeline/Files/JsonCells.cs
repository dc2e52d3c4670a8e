using System.Text;
using System.Text.Json;

namespace Weir.Pipeline.Files;

/// <summary>
/// Takes JSON objects apart into cells, one a named column, however many there are. Wrappers of mongoexport are taken off and its
/// <c>_id</c> is passed over; other objects and arrays are cells with their JSON text, null is no cell.
/// </summary>
internal sealed class JsonCells : RowParser
{
    private static readonly JsonReaderOptions Strict = new() { CommentHandling = JsonCommentHandling.Disallow };

    private readonly byte[][] _names;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly (int Start, int Length)[] _cells;
    private readonly long[] _seenIn;
    private readonly int _id;
    private readonly JsonValues _values = new();
    private long _row;

    public JsonCells(IReadOnlyList<string> columns)
    {
        _names = [.. columns.Select(Encoding.UTF8.GetBytes)];
        for (var i = 0; i < columns.Count; i++) _places.TryAdd(columns[i], i);
        _id = _places.GetValueOrDefault(TableDialect.Id, -1);
        (_cells, _seenIn) = (new (int, int)[columns.Count], new long[columns.Count]);
    }

    /// <summary>A member of the row that is none of the columns; null when there is none.</summary>
    public string? Stranger { get; private set; }

    public override ReadOnlySpan<byte> this[int column] => _values[_cells[column].Start, _cells[column].Length];

    public override ReadOnlySpan<byte> Cell(int column) => this[column];

    private protected override RecordFault Split()
    {
        (Stranger, _row) = (null, _row + 1);
        _cells.AsSpan().Clear();
        _values.Begin(Length);
        var reader = new Utf8JsonReader(Text, Strict);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return RecordFault.NotJson;
            var fault = ReadObject(ref reader);
            while (reader.Read()) { }
            // Written out as it is, no reader would take it.
            return fault == RecordFault.None && _values[0, _values.Length].Contains((byte)0) ? RecordFault.NulByte : fault;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return TableDialect.IsTooDeep(reader) ? RecordFault.TooDeep : RecordFault.NotJson;
        }
    }

    private RecordFault ReadObject(ref Utf8JsonReader reader)
    {
        var (next, fault) = (0, RecordFault.None);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = Place(ref reader, next);
            reader.Read();
            if (column == _id && reader.TokenType == JsonTokenType.StartObject) column = -1;
            if (column >= 0)
            {
                if (_seenIn[column] == _row) fault = RecordFault.MemberTwice;
                _seenIn[column] = _row;
                _cells[column] = Copy(ref reader);
                next = column + 1;
            }
            reader.Skip();
        }
        return fault;
    }

    private (int Start, int Length) Copy(ref Utf8JsonReader reader)
    {
        var (start, from, isNested) = (_values.Length, (int)reader.TokenStartIndex, reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray);
        if (!_values.TryCopy(ref reader) && isNested)
        {
            reader.Skip();
            _values.Copy(Text[from..(int)reader.BytesConsumed]);
        }
        return (start, _values.Length - start);
    }

    // Members mostly come in the order of the row before.
    private int Place(ref Utf8JsonReader reader, int next)
    {
        if (next < _names.Length && reader.ValueTextEquals(_names[next])) return next;
        if (_id < 0 && reader.ValueTextEquals("_id"u8)) return -1;
        var name = reader.GetString()!;
        if (_places.TryGetValue(name.Trim(), out var place)) return place;
        Stranger ??= name;
        return -1;
    }
}
