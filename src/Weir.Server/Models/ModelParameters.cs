using System.Text.Json;

namespace Weir.Server.Models;

/// <summary>Training parameters as rows of name and value.</summary>
internal static class ModelParameters
{
    /// <summary>The parameters of a version; beside each the parent's where there is one. Text that is no JSON object has none.</summary>
    public static IReadOnlyList<ModelParameter> Of(string json, string? parent)
    {
        var (own, before) = (Values(json), parent is null ? null : Values(parent));
        var names = own.Keys.Union(before is { Count: > 0 } ? before.Keys : []).Order(StringComparer.Ordinal);
        return [.. names.Select(name => new ModelParameter(name, own.GetValueOrDefault(name), before is { Count: > 0 } ? before.GetValueOrDefault(name, "–") : null))];
    }

    private static Dictionary<string, string> Values(string json)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json);
            Walk("", document.RootElement, values);
        }
        catch (JsonException)
        {
            // An imported model may bring anything; what cannot be read is not shown.
            values.Clear();
        }

        return values;
    }

    private static void Walk(string name, JsonElement element, Dictionary<string, string> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject()) Walk(name.Length == 0 ? member.Name : $"{name}.{member.Name}", member.Value, values);
        }
        else if (name.Length > 0)
        {
            values[name] = element.ToString();
        }
    }
}
