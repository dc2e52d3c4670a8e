using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Weir.Server.Checks;
using Weir.Server.Security;

namespace Weir.Server.Documents;

/// <summary>The API's own description: /openapi/v1.json.</summary>
internal static class ApiDocument
{
    /// <summary>Adds what makes the document.</summary>
    public static void AddDocuments(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Weir";
            document.Info.Description = "Is this phishing, and why? Errors are RFC 9457 problem details.";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(Complete);
    });

    /// <summary>Maps the document and its alias.</summary>
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").Needs(AccessRole.Check);
        routes.MapOpenApi("/openapi.json").Needs(AccessRole.Check);
    }

    private static async Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (operation.OperationId is "check") await CompleteCheck(operation, context, ct);
        if (operation.OperationId is "checkStream") CompleteStream(operation);
    }

    private static async Task CompleteCheck(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var list = await context.GetOrCreateSchemaAsync(typeof(VerdictList), null, ct);
        context.Document!.AddComponent(nameof(VerdictList), list);
        AddExamples(operation.RequestBody?.Content, ApiExamples.CheckRequests);
        if (operation.Responses?["200"].Content?["application/json"] is not { } answer) return;
        answer.Schema = new OpenApiSchema { OneOf = [answer.Schema!, new OpenApiSchemaReference(nameof(VerdictList), context.Document)] };
        AddExamples(operation.Responses["200"].Content, ApiExamples.CheckAnswers);
    }

    private static void CompleteStream(OpenApiOperation operation) => (operation.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = "explain",
        In = ParameterLocation.Query,
        Description = "How much reasoning each verdict carries; default none.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["none", "top", "full"] },
    });

    private static void AddExamples(IDictionary<string, OpenApiMediaType>? content, IReadOnlyDictionary<string, string> examples)
    {
        if (content is null) return;
        foreach (var media in content.Values)
            media.Examples = examples.ToDictionary(pair => pair.Key, pair => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(pair.Value) });
    }
}
