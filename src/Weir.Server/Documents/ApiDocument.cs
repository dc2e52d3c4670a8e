using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Security;

namespace Weir.Server.Documents;

/// <summary>The API's own description: /openapi/v1.json.</summary>
internal static class ApiDocument
{
    /// <summary>Adds what makes the document.</summary>
    public static void AddDocuments(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddSchemaTransformer(SchemaTidying.Schema);
        options.AddOperationTransformer(DocumentCompletion.Operation);
        options.AddDocumentTransformer(DocumentCompletion.Document);
    });

    /// <summary>Maps the document, its alias and its viewers.</summary>
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").Needs(AccessRole.Check);
        routes.MapOpenApi("/openapi.json").Needs(AccessRole.Check);
        routes.MapDocsPages();
    }
}
