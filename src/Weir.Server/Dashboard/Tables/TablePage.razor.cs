using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Pipeline.Tables;
using Weir.Server.Api;
using Weir.Server.Security;
using Weir.Storage.Tables;

namespace Weir.Server.Dashboard.Tables;

/// <summary>A table at a glance: its rows, its columns, and what was loaded.</summary>
public sealed partial class TablePage
{
    private const int OnPage = 25;
    private const int MostColumns = 500;
    private const double Often = 0.05;

    private TableRepeats _repeats = new();
    private TableQuality _quality = null!;
    private TableLine? _line;
    private IReadOnlyList<TableLoad> _loads = [];
    private string? _next, _trouble, _note, _stale;

    [Inject] private TableFigures Figures { get; set; } = null!;

    [Inject] private Weir.Server.Tables.TableDesk Facts { get; set; } = null!;

    [Inject] private TableDesk Desk { get; set; } = null!;

    private protected override void Look()
    {
        (_repeats, _quality, _line) = (Figures.Repeats(Store, Table!), Figures.Quality(Store, Table!), TableLine.Of(Store, Table!));
        _stale = Facts.ChangedSchema(Table!);
        var kept = Table!.Schema.Columns.Count - Table.Schema.Features.Count;
        _note = $"{Table.Schema.Features.Count} of {Table.Schema.Columns.Count} are learned from{(kept > 0 ? "; the others are kept with the rows" : "")}."
            + (_quality.IsAll ? "" : $" Counted over the first {TableText.Count(_quality.Rows)} rows.");
        var loads = Store.Tables.Loads.Of(Table.Record.Id, OnPage + 1, PageQuery.Cursor(Asked("cursor")) ?? long.MaxValue);
        (_loads, _next) = ([.. loads.Take(OnPage)], loads.Count > OnPage ? loads[OnPage - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    private async Task Unload(long load)
    {
        if (!MayChange) _trouble = "This needs the role analyst. Ask an admin.";
        else if (!await Task.Run(() => Desk.Unload(Table!.Record, load, Http.Caller().Name, CancellationToken.None), Gone)) _trouble = $"The table has no load {load}.";
        else Here.NavigateTo($"/tables/{Name}");
    }

    private async Task Forget()
    {
        if (!Http.Caller().May(AccessRole.Admin))
        {
            _trouble = "This needs the role admin.";
            return;
        }

        await Task.Run(() => Desk.Forget(Table!.Record, Http.Caller().Name, CancellationToken.None), Gone);
        Here.NavigateTo("/tables");
    }
}
