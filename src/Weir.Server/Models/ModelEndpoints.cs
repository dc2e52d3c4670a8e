using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>Which models there are, and which one answers.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps /v1/models and /v1/models/current.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", List)
            .WithTags("Models").WithName("models").WithSummary("Every registered model of a channel, newest first; channel is url, or table:NAME.").Produces<ModelList>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).Needs(AccessRole.Viewer, mainOnly: true);
        routes.MapGet("/v1/models/current", Current)
            .WithTags("Models").WithName("currentModel").WithSummary("The model that answers now.").Produces<CurrentModel>().Needs(AccessRole.Viewer, mainOnly: true, orLocal: true);
    }

    private static IResult List(string? channel, Func<WeirStore?> open)
    {
        var (number, problem) = ModelChannel.Of(open(), channel);
        if (problem is not null) return new ProblemResult(problem);
        if (open()?.Models.On(number) is not { } held) return Results.Ok(new ModelList(null, []));
        return Results.Ok(new ModelList(held.Champion()?.Version, [.. held.All().OrderByDescending(model => model.CreatedAt).Select(Registered)]));
    }

    private static RegisteredModel Registered(ModelVersion model) =>
        new(model.Version, model.Sha256, model.Origin, model.CreatedAt, model.WindowFrom, model.WindowTo, model.Parent, model.GatesPassed);

    private static CurrentModel Current(DetectorHolder holder)
    {
        var detector = holder.Current;
        return new CurrentModel(detector.Model?.Version, detector.Model?.Sha256, detector.Origin, detector.NotReady, detector.Problem);
    }

    /// <summary>The registry.</summary>
    /// <param name="Champion">The version that was promoted last; null while the shipped baseline serves.</param>
    /// <param name="Models">Every version.</param>
    internal sealed record ModelList(string? Champion, IReadOnlyList<RegisteredModel> Models);

    /// <summary>One registered model; the window is that of its data, and gatesPassed is null before it was judged.</summary>
    internal sealed record RegisteredModel(
        string Version, string Sha256, string Origin, DateTimeOffset CreatedAt, DateTimeOffset? WindowFrom, DateTimeOffset? WindowTo, string? Parent, bool? GatesPassed);

    /// <summary>The model that answers.</summary>
    /// <param name="Version">Its version; null without a model.</param>
    /// <param name="Sha256">Hash of its file; null without a model.</param>
    /// <param name="Origin">champion, pinned, baseline or none.</param>
    /// <param name="NotReady">Why nothing is judged; null when checks are judged.</param>
    /// <param name="Problem">Why something else answers in place of the champion; null when nothing is wrong.</param>
    internal sealed record CurrentModel(string? Version, string? Sha256, string Origin, string? NotReady, string? Problem);
}
