using System.Globalization;
using System.Text.Json;

namespace Weir.Pipeline.Tracking;

/// <summary>The values of a JSON text under dotted names; lists of objects are keyed by their field <c>name</c>, other lists are left out.</summary>
internal static class FlatJson
{
    /// <summary>All values as text.</summary>
    public static IReadOnlyList<(string Name, string Value)> Values(string json)
    {
        var values = new List<(string, string)>();
        if (Root(json) is { } root) Walk("", root, (name, element) => values.Add((name, element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText())));
        return values;
    }

    /// <summary>Numbers and truths (1 and 0); a trailing ".value" is left out of names.</summary>
    public static IReadOnlyList<(string Name, double Value)> Numbers(string json, string prefix = "") =>
    [
        .. Values(json).Select(pair => (Name: prefix + (pair.Name.EndsWith(".value", StringComparison.Ordinal) ? pair.Name[..^6] : pair.Name), Number: Number(pair.Value)))
            .Where(pair => pair.Number is not null).Select(pair => (pair.Name, pair.Number!.Value)),
    ];

    private static double? Number(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static JsonElement? Root(string json)
    {
        try
        {
            return JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Walk(string name, JsonElement element, Action<string, JsonElement> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject()) Walk(name.Length == 0 ? member.Name : $"{name}.{member.Name}", member.Value, found);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var key) && !item.TryGetProperty("kind", out _)) Walk(name.Length == 0 ? key.ToString() : $"{name}.{key}", item, found);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                found(name, element);
                break;
        }
    }
}
