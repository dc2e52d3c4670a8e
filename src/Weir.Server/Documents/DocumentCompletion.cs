using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Server.Problems;
using Weir.Server.Security;

namespace Weir.Server.Documents;

/// <summary>Adds to every operation what holds for all: who may call it, how faults are told, and examples of what goes in and comes out.</summary>
internal static class DocumentCompletion
{
    private const string Bearer = "key";
    private const string Basic = "password";
    private const string Query = "queryKey";
    private const string Cookie = "session";

    private static readonly (int Status, string Text)[] Refusals =
    [
        (400, "The request cannot be understood; all faults are told at once."), (401, "Nobody known asks."),
        (403, "Who asks may not do this."), (429, "Too many requests; Retry-After says when to come again."), (503, "The database or the model cannot be used now."),
    ];

    /// <summary>Completes one operation.</summary>
    public static async Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var needs = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsAttribute>().LastOrDefault();
        var role = needs?.Role ?? AccessRole.Admin;
        var who = role == AccessRole.Anyone ? "Anybody may call it." : $"Needs the role {role.ToString().ToLowerInvariant()}{(needs?.MainOnly ?? true ? " of the tenant main" : "")}.";
        operation.Description = string.IsNullOrEmpty(operation.Description) ? who : $"{operation.Description} {who}";
        operation.Responses ??= [];
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, ct);
        foreach (var (status, text) in Refusals.Where(one => role != AccessRole.Anyone || one.Status is not (401 or 403)))
        {
            var code = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (operation.Responses.ContainsKey(code)) continue;
            operation.Responses[code] = new OpenApiResponse
            {
                Description = text,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem.MediaType] = new() { Schema = problem, Example = ProblemExample(status) } },
            };
        }

        Security(operation, context, role);
    }

    /// <summary>Completes the document when all schemas are known.</summary>
    public static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key that an admin made at /keys." },
            [Basic] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "The key as password, any user name: for clients that know nothing else." },
            [Query] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "key", Description = "The key in the address, for Safe Browsing clients only." },
            [Cookie] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "weir", Description = "The session of a browser that logged in at /login." },
        };
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations is { } all ? all.Values.ToList() : [])) Examples(operation);
        return Task.CompletedTask;
    }

    private static void Security(OpenApiOperation operation, OpenApiOperationTransformerContext context, AccessRole role)
    {
        if (role == AccessRole.Anyone)
        {
            operation.Security = [];
            return;
        }

        var path = context.Description.RelativePath ?? "";
        string[] schemes = path.StartsWith("v4/", StringComparison.Ordinal) || path.StartsWith("v5/", StringComparison.Ordinal) ? [Bearer, Query] : [Bearer, Basic, Cookie];
        operation.Security = [.. schemes.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
    }

    private static void Examples(OpenApiOperation operation)
    {
        foreach (var (type, media) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()) Add(type, media, null);
        foreach (var (status, response) in operation.Responses ?? [])
            foreach (var (type, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>()) Add(type, media, status);
    }

    private static void Add(string type, OpenApiMediaType media, string? status)
    {
        if (media.Example is not null || media.Examples?.Count > 0) return;
        if (type == Problem.MediaType) media.Example = ProblemExample(int.TryParse(status, out var code) ? code : 400);
        else media.Example = (media.Schema is { } schema ? SchemaExample.Of(schema) : null) ?? (type.Contains("json", StringComparison.Ordinal) ? new JsonObject() : JsonValue.Create("text"));
    }

    private static JsonObject ProblemExample(int status) => new()
    {
        ["type"] = "about:blank",
        ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        ["status"] = status,
        ["detail"] = Refusals.FirstOrDefault(one => one.Status == status).Text ?? "What is wrong, and the way out.",
        ["instance"] = "/v1/check",
    };
}
