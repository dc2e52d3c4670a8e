using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Server.Security;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Judges a file, or one row, by the model that serves a table.</summary>
public sealed partial class TablePredictPage
{
    private const int MostFields = 400;
    private const int MostChoices = 60;
    private const int LikeRows = 100_000;

    private TableModel? _model;
    private string? _why;
    private string?[] _cells = [];
    private OneRow? _row;

    [Inject] private PredictDesk Desk { get; set; } = null!;

    [Inject] private ServerOptions Options { get; set; } = null!;

    // Held rows are for those who may read tables.
    private bool MayLook => Http.Caller() is { IsOfMain: true } caller && caller.May(AccessRole.Viewer);

    private protected override void Look()
    {
        (_model, _why) = Desk.Serving(Name);
        if (_model is null) return;
        _cells = new string?[_model.Schema.Columns.Count];
        if (MayLook && Asked("like") is { } side) FillIn(side == "phishing");
    }

    private void Judge()
    {
        for (var i = 0; i < _cells.Length; i++) _cells[i] = _model!.Schema.Columns[i].IsFeature ? Sent(Field(i)) : null;
        _row = Desk.Judge(_model!, _cells, Http.Caller());
    }

    private void FillIn(bool isPhishing)
    {
        if (Store.Tables.Rows.Of(Table!.Record.Id).Take(LikeRows).FirstOrDefault(row => row.IsPhishing == isPhishing) is not { } like) return;
        var held = StoredCells.Texts(like.Cells);
        for (var i = 0; i < _cells.Length; i++)
        {
            var place = Table.Schema.IndexOf(_model!.Schema.Columns[i].Name);
            if (place >= 0 && place < held.Length) _cells[i] = held[place];
        }
    }

    private static string Field(int place) => string.Create(CultureInfo.InvariantCulture, $"c{place}");
}
