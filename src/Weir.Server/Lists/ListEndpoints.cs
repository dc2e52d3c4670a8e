using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Detection.Reference;
using Weir.Server.Models;

namespace Weir.Server.Lists;

/// <summary>The reference lists that the answers stand on.</summary>
internal static class ListEndpoints
{
    /// <summary>Maps /v1/lists.</summary>
    public static void MapLists(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/lists", Read)
        .WithTags("Lists").WithName("lists").WithSummary("Name, source, date and size of every reference list in use.").Produces<ListsInUse>();

    private static ListsInUse Read(DetectorHolder holder) => new(holder.Current.Reference);

    /// <summary>The lists in use.</summary>
    /// <param name="Reference">Public suffixes, popular domains, brands and hosts.</param>
    internal sealed record ListsInUse(IReadOnlyList<ReferenceList> Reference);
}
