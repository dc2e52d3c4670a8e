using System.Text.Json;

namespace Weir.Tests.Server.Documents;

/// <summary>What the document leaves out about an operation.</summary>
internal static class OperationFaults
{
    private const string Problem = "application/problem+json";

    /// <summary>One sentence for each.</summary>
    public static IEnumerable<string> Of(string name, JsonElement operation)
    {
        foreach (var member in (string[])["operationId", "summary", "description"])
            if (!operation.TryGetProperty(member, out var text) || text.GetString() is not { Length: > 0 }) yield return $"{name} has no {member}.";
        if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() == 0) yield return $"{name} has no tag.";
        if (operation.TryGetProperty("parameters", out var parameters))
            foreach (var parameter in parameters.EnumerateArray())
                foreach (var member in (string[])["description", "schema", "example"])
                    if (!parameter.TryGetProperty(member, out _)) yield return $"{name}: the parameter {parameter.GetProperty("name")} has no {member}: see ParameterWords.";
        if (operation.TryGetProperty("requestBody", out var body))
            foreach (var fault in OfContent($"{name}: its body", body.GetProperty("content"))) yield return fault;
        foreach (var fault in operation.GetProperty("responses").EnumerateObject().SelectMany(response => OfResponse(name, response))) yield return fault;
        if (!operation.GetProperty("responses").EnumerateObject().Any(response => response.Name[0] == '2')) yield return $"{name} has no good answer.";
    }

    private static IEnumerable<string> OfResponse(string name, JsonProperty response)
    {
        var where = $"{name}: its answer {response.Name}";
        if (!response.Value.TryGetProperty("description", out var text) || text.GetString() is not { Length: > 0 }) yield return $"{where} has no description.";
        var hasContent = response.Value.TryGetProperty("content", out var content);
        if (!hasContent && response.Name is not ("204" or "304")) yield return $"{where} has no content.";
        if (!hasContent) yield break;
        foreach (var fault in OfContent(where, content)) yield return fault;
        var isOfOthers = name.Contains(" /v4/", StringComparison.Ordinal) || name.Contains(" /v5/", StringComparison.Ordinal) || name.Contains(" /taxii2", StringComparison.Ordinal);
        if (response.Name[0] is '4' or '5' && !isOfOthers && !content.TryGetProperty(Problem, out _)) yield return $"{where} is no {Problem}.";
    }

    private static IEnumerable<string> OfContent(string where, JsonElement content)
    {
        foreach (var media in content.EnumerateObject())
        {
            if (!media.Value.TryGetProperty("schema", out _)) yield return $"{where} as {media.Name} has no schema.";
            if (!media.Value.TryGetProperty("example", out _) && !media.Value.TryGetProperty("examples", out _)) yield return $"{where} as {media.Name} has no example: see examples.json.";
        }
    }
}
