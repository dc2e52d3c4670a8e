using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Server.Checks;
using Weir.Server.Security;

namespace Weir.Server.Documents;

/// <summary>Adds to every operation what holds for all: who may call it, its parameters and headers, how faults are told, and examples of what goes in and comes out.</summary>
internal static class DocumentCompletion
{
    private const string About = """
        Is this phishing, and why? Send an address, a mail or a text message to `POST /v1/check`.

        **Keys.** Another machine shows a key, made at /keys: `Authorization: Bearer KEY` or `X-Api-Key: KEY`. This machine may check without one.

        **Errors** are RFC 9457 problem details; all faults of a request are told in one answer, one by one in `errors`.

        **Pages.** Lists take `limit` and `cursor`; `next` of an answer is the cursor of the next page, null on the last.

        **Limits.** Answers to keys with a limit carry `X-RateLimit-*`; who is over it gets 429 with `Retry-After`.

        **Times** are ISO 8601 in UTC. Unknown members of a request are faults where it changes something.
        """;

    /// <summary>Completes one operation.</summary>
    public static async Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var needs = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsAttribute>().LastOrDefault();
        operation.Responses ??= [];
        // Comments of a handler are for those who read the code.
        operation.Summary = context.Description.ActionDescriptor.EndpointMetadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary ?? operation.Summary;
        operation.Description = $"{operation.Description} {Who(needs)}".Trim();
        if (operation.OperationId is "check") await CheckAnswers(operation, context, ct);
        ApiParameters.Complete(operation, context.Description.RelativePath ?? "");
        await ApiRefusals.Complete(operation, context, needs?.Role ?? AccessRole.Admin, ct);
        ApiHeaders.Complete(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document!);
        ApiSecurity.Complete(operation, context, needs?.Role ?? AccessRole.Admin);
    }

    /// <summary>Completes the document when all schemas are known.</summary>
    public static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info.Title = "Weir";
        document.Info.Description = About;
        document.Info.License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = ApiSecurity.Schemes();
        document.Tags = ApiTags.All(document.Tags?.Select(tag => tag.Name!) ?? []);
        SchemaTidying.Requests(document);
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations is { } all ? all.Values.ToList() : [])) ApiExamples.Complete(operation);
        return Task.CompletedTask;
    }

    private static string Who(NeedsAttribute? needs)
    {
        if (needs?.Role == AccessRole.Anyone) return "Anybody may call it.";
        var of = needs?.MainOnly ?? true ? " of the tenant main" : "";
        return $"Needs the role {(needs?.Role ?? AccessRole.Admin).ToString().ToLowerInvariant()}{of}{(needs?.OrLocal == true ? ", or this machine" : "")}.";
    }

    // One subject is answered by its verdict, many by a list.
    private static async Task CheckAnswers(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var list = await context.GetOrCreateSchemaAsync(typeof(VerdictList), null, ct);
        context.Document!.AddComponent(nameof(VerdictList), list);
        if (operation.Responses!["200"].Content?["application/json"] is not { } answer) return;
        answer.Schema = new OpenApiSchema { OneOf = [answer.Schema!, new OpenApiSchemaReference(nameof(VerdictList), context.Document)] };
    }
}
