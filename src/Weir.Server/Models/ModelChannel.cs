using Microsoft.AspNetCore.Http;
using Weir.Detection.Tables;
using Weir.Server.Problems;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>Whose models a request means, by its query parameter <c>channel</c>: url (also when it is left out), or table:NAME.</summary>
internal static class ModelChannel
{
    private const string Url = "url";

    /// <summary>The channel as the database numbers it, or why there is none.</summary>
    public static (int Number, Problem? Problem) Of(WeirStore? store, string? channel)
    {
        if (channel is null or "" or Url) return (ModelStore.UrlChannel, null);
        if (TableName.OfChannel(channel) is not { } name) return (0, Problem.Invalid([new Fault("channel", $"url, or table:NAME. {TableName.Rule}")]));
        return store?.Tables.Find(name) is { } table ? (table.ChannelNumber, null) : (0, new Problem(StatusCodes.Status404NotFound, $"There is no table '{name}'; GET /v1/tables lists those there are."));
    }
}
