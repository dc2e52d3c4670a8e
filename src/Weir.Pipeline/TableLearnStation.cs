using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Drift;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Pipeline.Triggers;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Tables;
using Weir.Storage.Training;

namespace Weir.Pipeline;

/// <summary>
/// The turn to learn tables: for each that may be trained by itself, a cycle that was stopped half-way goes on at once; otherwise it is looked
/// at whether to train, the decision is recorded with its reason, and a cycle runs when it says so.
/// </summary>
/// <param name="store">Where rows, cycles and decisions are kept.</param>
/// <param name="settings">When to learn.</param>
/// <param name="cycle">Runs the cycle of a table.</param>
public sealed class TableLearnStation(WeirStore store, TableTrainingSettings settings, Func<string, CancellationToken, CycleResult> cycle)
{
    // A decision to wait is recorded again only so often: the loop looks every few minutes.
    private static readonly TimeSpan Repeat = TimeSpan.FromHours(6);

    // What broke once may have been the machine's fault.
    private static readonly TimeSpan Retry = TimeSpan.FromDays(1);

    /// <summary>Looks at every table, and learns those whose time it is.</summary>
    public IReadOnlyList<Finding> Run(CancellationToken ct = default)
    {
        var findings = new List<Finding>();
        if (!settings.Train) return findings;
        foreach (var table in store.Tables.All().Where(table => table.Trains))
        {
            ct.ThrowIfCancellationRequested();
            var isHalfDone = store.Cycles.On(table.ChannelNumber).Unfinished() is not null;
            if (!isHalfDone && Look(table, ct) is var (decision, drift))
            {
                if (drift is not null) findings.Add(drift);
                if (!decision.Train) continue;
            }

            var result = cycle(table.Name, ct);
            findings.AddRange(Findings(table, result));
            // Another training has the turn; it is looked at again.
            if (result.Outcome == "busy") break;
        }

        return findings;
    }

    private (TrainingDecision Decision, Finding? Drift) Look(TableRecord table, CancellationToken ct)
    {
        var (log, state) = (store.Trainings.On(table.ChannelNumber), Read(table));
        var last = log.Recent(1).FirstOrDefault();
        Finding? drift = null;
        // Both sides are read and compared, so that it is done once for the same rows.
        if (settings.Drift && state.NewRows >= settings.NewRows && state.NewRows < TableTrigger.Enough(state, settings) && last?.NewSamples != state.NewRows && Drift(table, ct) is { } report)
        {
            state = state with { Drift = report.Sentence };
            drift = new Finding(FindingKind.Drift, FindingLevel.Warning, table.Channel, report.Sentence);
        }

        var decision = TableTrigger.Decide(state, settings, store.Time.GetUtcNow());
        if (decision.Train || last is null || last.Kind != decision.Kind || last.NewSamples != state.NewRows || store.Time.GetUtcNow() >= last.At + Repeat)
            log.Record(new TrainingDecisionRecord { Train = decision.Train, Kind = decision.Kind, Reason = decision.Reason, Preset = "table", NewSamples = state.NewRows, LastTraining = state.LastTraining });
        return (decision, drift);
    }

    private TableTrainingState Read(TableRecord table)
    {
        var log = store.Trainings.On(table.ChannelNumber);
        var learned = Learned(store.Models.On(table.ChannelNumber).All().FirstOrDefault(model => model.Origin == "cycle"));
        var growth = store.Tables.Loads.Growth(table.Id, learned?.LastLoad ?? 0);
        return new TableTrainingState
        {
            Table = table.Name,
            Rows = table.Rows,
            NewRows = growth.NewRows,
            LearnedRows = learned?.Counts.Rows ?? 0,
            GoneRows = Math.Max(0, (learned?.Counts.Rows ?? 0) - growth.OldRows),
            LastTraining = log.LastTraining(),
            Ask = log.OpenAsk() is { } ask && !IsAnswered(table, ask) ? $"{ask.Actor} asked for it: {ask.Reason.TrimEnd('.')}" : null,
            Stopped = Stopped(table, growth),
        };
    }

    // A cycle that found nothing to train has answered it, too.
    private bool IsAnswered(TableRecord table, TrainingAsk ask) => store.Cycles.On(table.ChannelNumber).Recent(1) is [var last] && last.StartedAt > ask.At;

    // The same rows would come to the same end.
    private string? Stopped(TableRecord table, TableGrowth growth)
    {
        if (store.Cycles.On(table.ChannelNumber).Recent(1) is not [var last] || !(last.Outcome is "skipped" or "failed" || TableCycle.WasEndedByAPerson(last)) || last.StartedAt < growth.NewestAt || last.StartedAt < table.ChangedAt) return null;
        return last.Outcome == "failed" && store.Time.GetUtcNow() >= last.StartedAt + Retry ? null : last.Reason;
    }

    private TableDriftReport? Drift(TableRecord table, CancellationToken ct)
    {
        var models = store.Models.On(table.ChannelNumber);
        var champion = Learned(models.Champion() is { } one ? store.Models.Find(one.Version) : null);
        if (champion is not { LastLoad: > 0 } || new TableCatalog(store).Find(table.Name) is not { } known) return null;
        var before = TableData.Read(store, table.Id, known.Schema, untilLoad: champion.LastLoad, ct: ct);
        var now = TableData.Read(store, table.Id, known.Schema, afterLoad: champion.LastLoad, ct: ct);
        var report = TableDrift.Compare(table.Name, known.Schema, DriftSide.Of(before), DriftSide.Of(now), store.Time.GetUtcNow(), ct);
        return report.Shifted > 0 ? report : null;
    }

    private static TableReport? Learned(ModelVersion? model) => model is null ? null : TableReport.FromJson(model.Parameters);

    private static IEnumerable<Finding> Findings(TableRecord table, CycleResult result) => result.Outcome switch
    {
        "promoted" => [new Finding(FindingKind.Promoted, FindingLevel.Information, table.Channel, result.Reason)],
        "refused" => [new Finding(FindingKind.GateRefused, FindingLevel.Warning, table.Channel, result.Reason)],
        "skipped" => [new Finding(FindingKind.TableRefused, FindingLevel.Warning, table.Channel, $"{table.Name} was not trained: {result.Reason}")],
        _ => [],
    };
}
