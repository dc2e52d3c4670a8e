using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Detection;

namespace Weir.Server.Documents;

/// <summary>Makes schemas say what is really sent: numbers are numbers, and what may be left out of a request is not required.</summary>
internal static class SchemaTidying
{
    /// <summary>Tidies one schema.</summary>
    public static Task Schema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonTypeInfo.Type == typeof(ProblemDetails)) Problem(schema);
        foreach (var member in context.JsonTypeInfo.Properties.Where(MayBeLeftOut)) schema.Required?.Remove(member.Name);
        if (schema.Type is not { } type || !type.HasFlag(JsonSchemaType.String) || (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) == 0) return Task.CompletedTask;
        schema.Pattern = null;
        var isText = context.JsonPropertyInfo is { Name: "id" } property && property.DeclaringType == typeof(Verdict);
        // The number of a verdict has more digits than a script can hold.
        schema.Type = isText ? JsonSchemaType.String | (type & JsonSchemaType.Null) : type & ~JsonSchemaType.String;
        if (isText) schema.Format = null;
        return Task.CompletedTask;
    }

    private static bool MayBeLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: not JsonIgnoreCondition.Never }, ..];

    /// <summary>Nothing that may be null is required in what is sent.</summary>
    public static void Requests(OpenApiDocument document)
    {
        var sent = document.Paths.Values.SelectMany(path => path.Operations?.Values.ToList() ?? []).SelectMany(operation => operation.RequestBody?.Content?.Values.ToList() ?? []);
        var seen = new HashSet<IOpenApiSchema>();
        foreach (var media in sent) Loosen(media.Schema, seen);
    }

    private static void Loosen(IOpenApiSchema? schema, HashSet<IOpenApiSchema> seen)
    {
        if ((schema is OpenApiSchemaReference reference ? reference.Target : schema) is not OpenApiSchema own || !seen.Add(own)) return;
        foreach (var (name, property) in own.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (MayBeNull(property)) own.Required?.Remove(name);
            Loosen(property, seen);
        }

        Loosen(own.Items, seen);
        foreach (var one in (own.OneOf ?? []).Concat(own.AnyOf ?? [])) Loosen(one, seen);
    }

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || (schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Any(MayBeNull);

    private static void Problem(OpenApiSchema schema)
    {
        schema.Description = "An error as RFC 9457 has it.";
        schema.Properties!["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "The faults one by one, where there is more than one or one has a name.",
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    ["field"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The parameter, header or member, such as limit or entries[3].value.", Examples = [JsonValue.Create("limit")] },
                    ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong and what would be right.", Examples = [JsonValue.Create("A whole number from 1 to 1000.")] },
                },
            },
        };
    }
}
