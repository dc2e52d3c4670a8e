using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Detection.Tables;
using Weir.Server.Problems;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Server.Tables;

/// <summary>What is said when a table that was asked for cannot be found, and finding the one that is meant when none was named.</summary>
internal static class TableProblems
{
    private const int MostNames = 20;
    private const int MostName = 60;

    /// <summary>There is no table of this name.</summary>
    public static string Unknown(string name) => $"There is no table '{(name.Length > MostName ? name[..MostName] + "…" : name)}'; GET /v1/tables names those there are.";

    /// <summary>The same as a problem.</summary>
    public static Problem NotFound(string name) => new(StatusCodes.Status404NotFound, Unknown(name));

    /// <summary>The table of a channel, <c>table:NAME</c>; a bare name is taken, too.</summary>
    public static (TableRecord? Table, Problem? Problem) OfChannel(WeirStore store, string channel)
    {
        if ((TableName.OfChannel(channel) ?? (TableName.IsName(channel) ? channel : null)) is not { } name)
            return (null, Problem.Invalid([new Fault("channel", "A channel of a table is table:NAME. " + TableName.Rule)]));
        return store.Tables.Find(name) is { } table ? (table, null) : (null, NotFound(name));
    }

    /// <summary>The only table there is; else what to do.</summary>
    public static (TableRecord? Table, Problem? Problem) Only(WeirStore store) => store.Tables.All() switch
    {
        [var only] => (only, null),
        [] => (null, new Problem(StatusCodes.Status409Conflict, "There is no table yet; make one of a file with labelled rows: POST /v1/tables, or `weir tables load FILE`.")),
        var many => (null, Problem.Invalid([new Fault("channel", $"There are several tables ({Names([.. many.Select(table => table.Name)])}); name the one that is meant: ?channel=table:{many[0].Name}.")])),
    };

    /// <summary>Some names, for a sentence.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "");
}
