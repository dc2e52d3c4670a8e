using System.Text.Json;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>One object of a JSON document, numbered from 1.</summary>
internal readonly record struct JsonItem(long Number, JsonElement Value);

/// <summary>
/// The objects of a JSON document that is more than a plain list: those at a path such as <c>data.items</c>, whether they stand in a
/// list, in an object by name, or in lists within such an object. The document is held whole.
/// </summary>
internal static class JsonItems
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaxBytes = 128 << 20;

    /// <summary>The objects in their order. <see cref="InputFileException"/> when the document cannot be read at all.</summary>
    public static IEnumerable<JsonItem> Of(InputFile text, string? path)
    {
        using var document = Parse(text);
        var number = 0L;
        foreach (var item in Flat(At(document.RootElement, path, text.Name), depth: 0)) yield return new JsonItem(++number, item);
    }

    /// <summary>The value at a path within an object as text; empty when there is none, or when it is no plain value.</summary>
    public static string Text(JsonElement item, string path)
    {
        foreach (var name in path.Split('.'))
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out item)) return "";
        return item.ValueKind switch
        {
            JsonValueKind.String => item.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => item.GetRawText(),
            _ => "",
        };
    }

    private static JsonElement At(JsonElement element, string? path, string name)
    {
        foreach (var member in (path ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries))
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out element))
                throw new InputFileException($"{name} has no member {path}.");
        return element;
    }

    private static IEnumerable<JsonElement> Flat(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Array && depth < 2 ? Flat(item, depth + 1) : [item]),
        JsonValueKind.Object when depth < 2 && element.EnumerateObject().All(member => member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object) =>
            element.EnumerateObject().SelectMany(member => Flat(member.Value, depth + 1)),
        JsonValueKind.Object when depth == 0 && Lists(element) is { Count: 1 } lists => Flat(lists[0], depth + 1),
        _ => [element],
    };

    // {"query_status": "ok", "data": [ … ]}
    private static List<JsonElement> Lists(JsonElement element) =>
        [.. element.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).Select(member => member.Value)];

    private static JsonDocument Parse(InputFile text)
    {
        try
        {
            return JsonDocument.Parse(Bytes(text));
        }
        catch (JsonException broken)
        {
            throw new InputFileException($"{text.Name} is not valid JSON at line {broken.LineNumber + 1}.", broken);
        }
    }

    private static ReadOnlyMemory<byte> Bytes(InputFile text)
    {
        var held = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = text.Read(buffer)) > 0;)
        {
            if (held.Length + read > MaxBytes) throw new InputFileException($"{text.Name} is one JSON document of more than {MaxBytes >> 20} MiB; a list of objects may be longer.");
            held.Write(buffer, 0, read);
        }

        return held.GetBuffer().AsMemory(0, (int)held.Length);
    }
}
