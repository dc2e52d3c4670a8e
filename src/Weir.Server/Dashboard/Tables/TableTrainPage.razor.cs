using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Tables;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Starts a training of a table, and shows how far it is.</summary>
public sealed partial class TableTrainPage
{
    private const int MostLines = 60;

    private static readonly (string Value, string Text)[] Budgets =
        [("30s", "30 seconds"), ("2m", "2 minutes"), ("10m", "10 minutes"), ("1h", "an hour"), ("", "until all are tried")];

    private TableTraining? _now, _other;
    private IReadOnlyList<TableTraining> _earlier = [];
    private string? _trouble;

    [Inject] private TableTrainings Trainings { get; set; } = null!;

    private protected override void Look()
    {
        var latest = Trainings.Latest(Name);
        (_now, _earlier) = (latest.FirstOrDefault(), [.. latest.Skip(1)]);
        _other = Trainings.Running is { } running && running.Table != Name ? running : null;
    }

    private void Begin()
    {
        var faults = new List<Fault>();
        var budget = Sent("budget") is { } text ? TrainBody.Time(text, faults) : null;
        if (!MayChange) _trouble = "This needs the role analyst. Ask an admin.";
        else if (faults.Count > 0) _trouble = faults[0].Detail;
        else Tell(Trainings.Begin(new TrainingWish(Name, budget, Sent("promote") != "false", Sent("force") == "true"), Http.Caller().Name).Problem);
    }

    private void Cancel()
    {
        if (!MayChange) _trouble = "This needs the role analyst. Ask an admin.";
        else if (!long.TryParse(Sent("training"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Trainings.Find(id)?.Table != Name || !Trainings.Cancel(id, Http.Caller().Name)) _trouble = "This training has ended.";
        else Here.NavigateTo($"/tables/{Name}/train");
    }

    private void Tell(Problem? problem)
    {
        if (problem is null) Here.NavigateTo($"/tables/{Name}/train");
        else _trouble = problem.Detail;
    }

    private static string Word(TrainingState state) => state switch
    {
        TrainingState.Queued => "begins",
        TrainingState.Running => "learns",
        TrainingState.Skipped => "nothing done",
        TrainingState.Refused => "refused by a gate",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string Tone(TrainingState state) => state switch
    {
        TrainingState.Done => "good",
        TrainingState.Failed or TrainingState.Refused => "bad",
        TrainingState.Queued or TrainingState.Running => "busy",
        _ => "warn",
    };
}
