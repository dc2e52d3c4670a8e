using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Weir.Server.Documents;

/// <summary>Tells of the parameters that handlers read from the request by themselves, and says what all parameters mean.</summary>
internal static partial class ApiParameters
{
    /// <summary>Adds what an operation reads without the framework knowing, and describes all.</summary>
    public static void Complete(OpenApiOperation operation, string path)
    {
        operation.Parameters ??= [];
        foreach (Match part in PathPart().Matches(path)) Add(operation, part.Groups[1].Value, ParameterLocation.Path);
        foreach (var name in ParameterWords.ReadBy(operation.OperationId ?? "")) Add(operation, name, ParameterLocation.Query);
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>()) Describe(parameter, operation.OperationId ?? "");
        if (operation.Parameters.Count == 0) operation.Parameters = null;
    }

    private static void Add(OpenApiOperation operation, string name, ParameterLocation place)
    {
        if (operation.Parameters!.Any(one => one.Name == name)) return;
        operation.Parameters!.Add(new OpenApiParameter { Name = name, In = place, Required = place == ParameterLocation.Path, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }

    private static void Describe(OpenApiParameter parameter, string operation)
    {
        if (ParameterWords.Of(operation, parameter.Name!) is not { } word) return;
        parameter.Description = word.Text;
        parameter.Example ??= JsonNode.Parse(word.Example);
        if (parameter.Schema is not OpenApiSchema { Type: JsonSchemaType.String } schema) return;
        if (word.Choices.Length > 0) schema.Enum = [.. word.Choices.Select(choice => (JsonNode)choice)];
        if (parameter.Example is not JsonValue value) return;
        if (value.GetValueKind() is System.Text.Json.JsonValueKind.Number) schema.Type = JsonSchemaType.Number;
        if (value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) schema.Type = JsonSchemaType.Boolean;
    }

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex PathPart();
}
