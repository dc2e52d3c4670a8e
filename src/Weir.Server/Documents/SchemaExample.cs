using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Weir.Server.Documents;

/// <summary>Makes an example of a schema: a value of the right shape, with names that tell what it is.</summary>
internal static class SchemaExample
{
    private const int Deepest = 6;

    private static readonly Dictionary<string, JsonNode> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["subject"] = "http://paypal.com.account-check.example/login",
        ["url"] = "http://paypal.com.account-check.example/login",
        ["value"] = "account-check.example",
        ["host"] = "account-check.example",
        ["tenant"] = "main",
        ["version"] = "url-20260301",
        ["feed"] = "openphish",
        ["reason"] = "Asks for the password of another site.",
        ["note"] = "Asks for the password of another site.",
        ["detail"] = "What is wrong, and the way out.",
        ["hash"] = "AAAAAA==",
        ["next"] = "1000",
        ["threatType"] = "SOCIAL_ENGINEERING",
        ["platformType"] = "ANY_PLATFORM",
        ["threatEntryType"] = "URL",
        ["cacheDuration"] = "300s",
    };

    /// <summary>The example.</summary>
    public static JsonNode? Of(IOpenApiSchema schema, string name = "", int depth = 0)
    {
        if (schema.Examples is [{ } given, ..]) return given.DeepClone();
        if (schema.Enum is [{ } first, ..]) return first.DeepClone();
        if ((schema.OneOf ?? schema.AnyOf)?.FirstOrDefault(one => one.Type != JsonSchemaType.Null) is { } choice) return Of(choice, name, depth);
        var type = (schema.Type ?? (schema.Properties?.Count > 0 ? JsonSchemaType.Object : JsonSchemaType.Null)) & ~JsonSchemaType.Null;
        if (type.HasFlag(JsonSchemaType.Array)) return depth < Deepest && schema.Items is { } items ? new JsonArray(Of(items, name, depth + 1)) : new JsonArray();
        if (type.HasFlag(JsonSchemaType.Object)) return depth < Deepest ? Object(schema, depth) : new JsonObject();
        if (type.HasFlag(JsonSchemaType.Boolean)) return true;
        if (type.HasFlag(JsonSchemaType.Integer)) return 1;
        if (type.HasFlag(JsonSchemaType.Number)) return 0.5;
        return type.HasFlag(JsonSchemaType.String) ? Text(schema, name) : null;
    }

    private static JsonObject Object(IOpenApiSchema schema, int depth)
    {
        var example = new JsonObject();
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            example[name] = Of(property, name, depth + 1);
        if (example.Count == 0 && schema.AdditionalProperties is { } values) example["name"] = Of(values, "name", depth + 1);
        return example;
    }

    private static JsonNode Text(IOpenApiSchema schema, string name) => schema.Format switch
    {
        "date-time" => "2026-03-01T12:00:00+00:00",
        "date" => "2026-03-01",
        "uuid" => "6b1d7a0e-52d1-5f0b-9a37-0c3b8f1e5a44",
        "uri" => "http://account-check.example/",
        "byte" => "AAAAAA==",
        "binary" => "",
        _ => Named.TryGetValue(name, out var known) ? known.DeepClone() : name.Length == 0 ? "text" : name,
    };
}
