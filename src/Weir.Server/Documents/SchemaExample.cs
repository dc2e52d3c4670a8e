using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Weir.Server.Documents;

/// <summary>Makes an example of a schema: a value of the right shape, with what usually stands under such a name.</summary>
internal static class SchemaExample
{
    private const int Deepest = 7;

    /// <summary>The example; null when the schema says nothing.</summary>
    public static JsonNode? Of(IOpenApiSchema schema, string name = "", int depth = 0)
    {
        if (schema.Examples is [{ } given, ..]) return given.DeepClone();
        if (schema.Enum is { Count: > 0 } words) return (words.FirstOrDefault(word => ExampleWords.IsUsual(name, word)) ?? words[0])?.DeepClone();
        if ((schema.OneOf ?? schema.AnyOf)?.FirstOrDefault(one => one.Type != JsonSchemaType.Null) is { } choice) return Of(choice, name, depth);
        var type = (schema.Type ?? (schema.Properties?.Count > 0 ? JsonSchemaType.Object : JsonSchemaType.Null)) & ~JsonSchemaType.Null;
        if (type.HasFlag(JsonSchemaType.Array)) return depth < Deepest && schema.Items is { } items && Of(items, name, depth + 1) is { } item ? new JsonArray(item) : new JsonArray();
        if (type.HasFlag(JsonSchemaType.Object)) return depth < Deepest ? Object(schema, depth) : new JsonObject();
        if (type.HasFlag(JsonSchemaType.Boolean)) return ExampleWords.Truth(name);
        if (type.HasFlag(JsonSchemaType.Integer)) return ExampleWords.Whole(name);
        if (type.HasFlag(JsonSchemaType.Number)) return ExampleWords.Number(name);
        return type.HasFlag(JsonSchemaType.String) ? ExampleWords.Text(schema, name) : null;
    }

    private static JsonObject Object(IOpenApiSchema schema, int depth)
    {
        var example = new JsonObject();
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            example[name] = Of(property, name, depth + 1);
        if (example.Count == 0 && schema.AdditionalProperties is { } values) example["phishing"] = Of(values, "phishing", depth + 1);
        return example;
    }
}
