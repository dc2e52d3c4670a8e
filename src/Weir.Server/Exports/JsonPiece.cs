using System.Text;
using System.Text.Json;

namespace Weir.Server.Exports;

/// <summary>Writes one JSON value into text that is made in pieces.</summary>
internal sealed class JsonPiece
{
    private readonly MemoryStream _bytes = new();

    /// <summary>Appends what the act writes.</summary>
    public StringBuilder Write(StringBuilder to, Action<Utf8JsonWriter> act)
    {
        _bytes.SetLength(0);
        using (var json = new Utf8JsonWriter(_bytes)) act(json);
        return to.Append(Encoding.UTF8.GetString(_bytes.GetBuffer(), 0, (int)_bytes.Length));
    }
}
