using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Weir.Server.Problems;

namespace Weir.Server.Documents;

/// <summary>Puts examples into the document: those of examples.json, and for the others one that is made from the schema.</summary>
internal static class ApiExamples
{
    private const string Resource = "documents/examples.json";

    private static readonly JsonObject Written = Read();

    /// <summary>The operations for which examples are written.</summary>
    public static IEnumerable<string> Operations => Written.Select(pair => pair.Key);

    /// <summary>Gives every body of an operation an example.</summary>
    public static void Complete(OpenApiOperation operation)
    {
        var written = Written[operation.OperationId ?? ""]?.AsObject();
        foreach (var (type, media) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()) Add(media, type, null, written, "request");
        foreach (var (code, response) in operation.Responses ?? [])
            foreach (var (type, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>()) Add(media, type, code, written, "answer");
    }

    private static void Add(OpenApiMediaType media, string type, string? code, JsonObject? written, string side)
    {
        if (media.Example is not null || media.Examples?.Count > 0) return;
        var isRefusal = code is not (null or ['2', ..]);
        if (isRefusal && type == Problem.MediaType) media.Example = ApiRefusals.Example(int.Parse(code!, System.Globalization.CultureInfo.InvariantCulture));
        else if (!isRefusal && written?[side + " " + type] is { } ofType) media.Example = ofType.DeepClone();
        else if (!isRefusal && written?[side] is { } one) media.Example = one.DeepClone();
        else if (!isRefusal && written?[side + "s"] is JsonObject many)
            media.Examples = many.ToDictionary(pair => pair.Key, pair => (IOpenApiExample)new OpenApiExample { Value = pair.Value!.DeepClone() });
        else media.Example = Made(media.Schema, type, isRefusal);
    }

    private static JsonNode Made(IOpenApiSchema? schema, string type, bool isRefusal)
    {
        if (isRefusal && type.StartsWith("application/taxii", StringComparison.Ordinal)) return new JsonObject { ["title"] = "There is no collection of this id.", ["http_status"] = "404" };
        return (schema is null ? null : SchemaExample.Of(schema)) ?? (type.Contains("json", StringComparison.Ordinal) ? new JsonObject() : JsonValue.Create("text"));
    }

    private static JsonObject Read()
    {
        using var stream = typeof(ApiExamples).Assembly.GetManifestResourceStream(Resource)!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
