using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Registry;
using Weir.Server.Problems;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>The models of tables that this server judges by: each is read once, and anew when another becomes champion. Any thread may ask.</summary>
internal sealed class TableServing(StoreDoor open, ILogger<TableServing> log)
{
    private const int MostNamed = 4;

    private readonly ConcurrentDictionary<string, TableModel> _named = new(StringComparer.Ordinal);
    private (WeirStore Store, TableModelSource Source)? _source;

    /// <summary>The model that serves a channel; null while none does.</summary>
    /// <exception cref="ModelFileException">Its file is missing or damaged.</exception>
    public TableModel? Champion(int channel) => Source().Champion(channel);

    /// <summary>The champion of a table, or a version of it; else why there is none.</summary>
    public (TableModel? Model, Problem? Problem) Find(string table, int channel, string? version)
    {
        try
        {
            if (version is null)
                return Champion(channel) is { } champion ? (champion, null) : (null, new Problem(StatusCodes.Status409Conflict, $"No model serves the table '{table}' yet; train one: POST /train?channel=table:{table}, or `weir tables train {table}`."));
            if (open().Models.Find(version) is not { } known || known.Channel != channel)
                return (null, new Problem(StatusCodes.Status404NotFound, $"The table '{table}' has no model of the version {(version.Length > 80 ? version[..80] : version)}; GET /v1/tables/{table} names the one that serves."));
            if (_named.TryGetValue(version, out var read) && read.Sha256 == known.Sha256) return (read, null);
            if (_named.Count >= MostNamed) _named.Clear();
            return (_named[version] = Source().Find(version)!, null);
        }
        catch (ModelFileException broken)
        {
            ServerLog.ModelRefused(log, broken.Message);
            return (null, new Problem(StatusCodes.Status503ServiceUnavailable, $"The model of the table '{table}' cannot be read; the log of this server holds the cause. An admin rolls back to another: POST /v1/models/rollback?channel=table:{table}, or on the page Compare of the table."));
        }
    }

    private TableModelSource Source()
    {
        var store = open();
        if (_source is { } known && ReferenceEquals(known.Store, store)) return known.Source;
        var source = new TableModelSource(store);
        _source = (store, source);
        return source;
    }
}
