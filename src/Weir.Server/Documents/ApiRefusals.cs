using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Documents;

/// <summary>How operations refuse: the problems that every one of them may answer, in words and by example.</summary>
internal static class ApiRefusals
{
    private static readonly Dictionary<int, string> Words = new()
    {
        [400] = "The request cannot be understood. All faults are told at once.",
        [401] = "Nobody known asks. Send a key as Authorization: Bearer KEY.",
        [403] = "Who asks may not do this.",
        [404] = "There is no such thing, or it belongs to another tenant.",
        [406] = "The answer has none of the media types in Accept.",
        [409] = "It cannot be done as things stand. The detail says why.",
        [412] = "It has changed since it was read. Read it again, and send the change with its new ETag.",
        [413] = "The body is longer than the bound that the detail names.",
        [415] = "The body is of another type than those listed.",
        [422] = "What was sent can be read and cannot be used; the detail says why. Or its Idempotency-Key was sent within a day with another request.",
        [429] = "Too many requests at once, or the subjects of the day are spent. Ask again after the seconds that Retry-After names.",
        [503] = "The database or the model cannot be used now. Ask again in a moment.",
        [507] = "The disk has no room for the file.",
    };

    /// <summary>Adds what the operation does not name itself.</summary>
    public static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, AccessRole role, CancellationToken ct)
    {
        context.Document!.AddComponent(nameof(ProblemDetails), await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, ct));
        int[] always = role == AccessRole.Anyone ? [] : [401, 403, 429, 503];
        foreach (var status in always)
            operation.Responses!.TryAdd(Code(status), Refusal(status, context.Document));
        if (operation.Parameters?.Any(one => one.In == ParameterLocation.Query) == true && !IsOfGoogle(context)) operation.Responses!.TryAdd("400", Refusal(400, context.Document));
        foreach (var (code, response) in operation.Responses!)
            if (int.TryParse(code, out var status) && Words.TryGetValue(status, out var words)) response.Description = words;
    }

    /// <summary>One more that the operation may answer.</summary>
    public static OpenApiResponse Refusal(int status, OpenApiDocument document) => new()
    {
        Description = Words[status],
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [Problem.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), document), Example = Example(status) },
        },
    };

    /// <summary>A problem of this status.</summary>
    public static JsonObject Example(int status)
    {
        var problem = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = status == 400 ? "limit: A whole number from 1 to 1000." : Words.GetValueOrDefault(status, "What is wrong, and the way out."),
        };
        if (status == 400) problem["errors"] = new JsonArray(new JsonObject { ["field"] = "limit", ["detail"] = "A whole number from 1 to 1000." });
        return problem;
    }

    private static bool IsOfGoogle(OpenApiOperationTransformerContext context) => context.Description.RelativePath?.StartsWith("v5/", StringComparison.Ordinal) == true;

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);
}
