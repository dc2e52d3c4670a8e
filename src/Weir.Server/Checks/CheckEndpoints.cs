using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Detection;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Checks;

/// <summary>The checks over HTTP.</summary>
internal static class CheckEndpoints
{
    private const string Json = "application/json";

    private const string Lines = "application/x-ndjson";

    /// <summary>Maps /v1/check and /v1/check/stream.</summary>
    public static void MapChecks(this IEndpointRouteBuilder routes)
    {
        var judge = routes.ServiceProvider.GetRequiredService<Judge>();
        var quotas = routes.ServiceProvider.GetRequiredService<QuotaDoor>();
        Map(routes, "/v1/check", routes.ServiceProvider.GetRequiredService<CheckEndpoint>().Handle)
            .WithName("check").WithSummary("Judges one subject or many, and says why.")
            .WithMetadata(new AcceptsMetadata([Json], typeof(CheckRequest)), Answer(200, typeof(Verdict), Json))
            .WithMetadata(Answer(StatusCodes.Status413PayloadTooLarge, typeof(ProblemDetails), Problem.MediaType));
        Map(routes, "/v1/check/stream", new CheckStreamEndpoint(judge, quotas).Handle)
            .WithName("checkStream").WithSummary("Judges one subject a line, for any number of lines, in constant memory.")
            .WithMetadata(new AcceptsMetadata([Lines, Json, "text/plain"], typeof(CheckItem)), Answer(200, typeof(Verdict), Lines));
    }

    // A bare RequestDelegate binds nothing and is the fastest; the method is named so that the API document lists it.
    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, string pattern, RequestDelegate handler) =>
        routes.MapPost(pattern, handler).Needs(AccessRole.Check).WithTags("Checks").WithMetadata(
            handler.GetMethodInfo(),
            Answer(StatusCodes.Status400BadRequest, typeof(ProblemDetails), Problem.MediaType),
            Answer(StatusCodes.Status403Forbidden, typeof(ProblemDetails), Problem.MediaType),
            Answer(StatusCodes.Status415UnsupportedMediaType, typeof(ProblemDetails), Problem.MediaType));

    private static ProducesResponseTypeMetadata Answer(int status, Type type, string mediaType) => new(status, type, [mediaType]);
}
