using System.Globalization;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>How a table is learned and put to work.</summary>
public sealed record TableCycleOptions
{
    /// <summary>Trains also when nothing is new, and by a schema other than that of the champion.</summary>
    public bool Force { get; init; }

    /// <summary>False: the model is registered and judged, and not put to work.</summary>
    public bool Deploys { get; init; } = true;

    /// <summary>Who started it.</summary>
    public string Actor { get; init; } = "cli";

    /// <summary>How to learn.</summary>
    public TableTrainingParameters Training { get; init; } = new();

    /// <summary>What a challenger must reach.</summary>
    public GateLimits Limits { get; init; } = new();

    /// <summary>How a challenger that passed gets to work.</summary>
    public DeploymentPlan Deployment { get; init; } = new();
}

/// <summary>
/// The loop of a table: its rows, a look at the schema, a challenger, the gates, and to work. The result of each stage is on the disk before
/// the next begins, so a cycle that was stopped goes on where it stood, with the rows that it had.
/// </summary>
/// <param name="store">Keeps rows, models and records.</param>
/// <param name="options">How to learn.</param>
/// <param name="progress">Hears what happens, from several threads.</param>
public sealed class TableCycle(WeirStore store, TableCycleOptions options, Action<TableProgress>? progress = null)
{
    private const string Abandoned = "abandoned";
    private const string EndedBy = "ended by ";

    private string? _refusal;

    /// <summary>Runs one cycle of a table, or on from where the last one was stopped. Outcomes: promoted, shadow, judged (when it does not deploy), refused, skipped, busy.</summary>
    public CycleResult Run(string name, CancellationToken ct = default)
    {
        using var hold = CycleLock.TryTake(store.DataDirectory);
        if (hold is null) return new CycleResult("", "busy", "another training runs on this data directory; try again when it is done");
        if (new TableCatalog(store).Find(name) is not { } table) return new CycleResult("", "skipped", $"there is no table '{name}'; `weir tables` names those there are");
        var half = Resume(table.Record.ChannelNumber);
        var cycle = half ?? store.Cycles.On(table.Record.ChannelNumber).Begin(options.Deploys);
        try
        {
            return Stages(table, cycle, half is not null, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && TryFail(cycle, fault))
        {
            throw;
        }
    }

    /// <summary>Ends a cycle of a table that a person stopped, so that it does not go on; nothing happens when there is none.</summary>
    public static void GiveUp(WeirStore store, string name, string actor)
    {
        if (store.Tables.Find(name) is { } table && store.Cycles.On(table.ChannelNumber).Unfinished() is { } half) store.Cycles.Finish(half.Id, Abandoned, EndedBy + actor);
    }

    /// <summary>Whether a person ended a cycle: the same rows are not to be trained again by themselves.</summary>
    internal static bool WasEndedByAPerson(CycleRecord cycle) => cycle.Outcome == Abandoned && cycle.Reason?.StartsWith(EndedBy, StringComparison.Ordinal) == true;

    private CycleResult Stages(KnownTable table, CycleRecord cycle, bool isHalf, CancellationToken ct)
    {
        var (name, channel) = (table.Record.Name, table.Record.ChannelNumber);
        if (!options.Force && ChangedSchema(table, channel) is { } change) return End(cycle, "skipped", change);
        var held = cycle.Challenger is { } version ? store.Models.Find(version) : null;
        var data = Rows(table, held, ct);
        var trainer = new TableTrainer(options.Training, store.Time);
        if (trainer.Refusal(name, data) is { } refusal) return End(cycle, "skipped", refusal.TrimEnd('.'));
        var hash = TableTrainer.HashOf(data);
        if (held is not null && held.DatasetHash != hash)
        {
            Abandon(cycle, $"the rows or the schema that {held.Version} was trained with are no longer there");
            return Stages(table, store.Cycles.On(channel).Begin(options.Deploys), isHalf: false, ct);
        }

        var known = held ?? Known(channel, hash, cycle, isHalf);
        if (held is null && !options.Force && known?.GatesPassed is not null && !isHalf && !(options.Deploys && IsWaiting(known, channel)))
            return End(cycle, "skipped", $"nothing new since {known.Version} was trained; force trains all the same");
        cycle = Advance(cycle with { Stage = "snapshot", DatasetHash = hash });
        if ((known ?? Train(name, channel, cycle, trainer, data, ct)) is not { } challenger) return End(cycle, "skipped", _refusal!.TrimEnd('.'));
        cycle = Advance(cycle with { Stage = "trained", Challenger = challenger.Version });
        ct.ThrowIfCancellationRequested();
        var gates = challenger.GatesPassed is null ? Judge(challenger, channel, trainer.TestOf(data)) : GateSet.Parse(challenger.Gates!);
        cycle = Advance(cycle with { Stage = "gated" });
        ct.ThrowIfCancellationRequested();
        return Deploy(challenger, cycle, gates);
    }

    private CycleRecord? Resume(int channel)
    {
        if (store.Cycles.On(channel).Unfinished() is not { } cycle) return null;
        if (cycle.Challenger is { } version && !new ModelRegistry(store, channel).IsWhole(version))
        {
            Abandon(cycle, $"its challenger {version} is missing or damaged");
            return null;
        }

        Say("resume", $"{cycle.Name} was stopped after the stage '{cycle.Stage}'; going on from there");
        return cycle;
    }

    // A challenger is judged on the rows that were kept back from it, not on what came since.
    private TableData Rows(KnownTable table, ModelVersion? held, CancellationToken ct)
    {
        Say("rows", string.Create(CultureInfo.InvariantCulture, $"reading {table.Record.Rows:N0} rows of {table.Record.Name}"));
        var last = held is null ? 0 : TableReport.FromJson(held.Parameters)?.LastLoad ?? 0;
        return TableData.Read(store, table.Record.Id, table.Schema, untilLoad: last > 0 ? last : long.MaxValue, ct: ct);
    }

    // Registered, and stopped before the cycle knew of it: it is not trained again.
    private ModelVersion? Known(int channel, string hash, CycleRecord cycle, bool isHalf)
    {
        var known = store.Models.On(channel).All().FirstOrDefault(model => model.DatasetHash == hash && new ModelRegistry(store, channel).IsWhole(model.Version));
        return known is not null && options.Force && !(isHalf && known.CreatedAt >= cycle.StartedAt) ? null : known;
    }

    /// <summary>Passed its gates, and was never put to work: the cycle was stopped in between.</summary>
    private bool IsWaiting(ModelVersion version, int channel) =>
        version.GatesPassed == true && !store.Reigns.On(channel).Has(version.Version) && store.Models.On(channel).Champion() is null;

    private string? ChangedSchema(KnownTable table, int channel)
    {
        if (store.Models.On(channel).Champion() is not { } champion) return null;
        try
        {
            var held = TableModel.Read(new ModelRegistry(store, channel).Read(store.Models.Find(champion.Version)!), champion.Version).Schema;
            if (held.Fingerprint == table.Schema.Fingerprint) return null;
            string[] before = [.. held.Features.Select(column => column.Name)], now = [.. table.Schema.Features.Select(column => column.Name)];
            string[] words = [.. now.Except(before).Select(column => $"'{column}' is new"), .. before.Except(now).Select(column => $"'{column}' is gone")];
            return $"the schema of {table.Record.Name} has changed since {champion.Version} was trained ({(words.Length == 0 ? "kinds, values or marks of its columns, or the target" : string.Join(", ", words.Take(10)))}); force trains by the new one";
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private ModelVersion? Train(string name, int channel, CycleRecord cycle, TableTrainer trainer, TableData data, CancellationToken ct)
    {
        var trained = trainer.Train(name, data, progress, ct);
        _refusal = trained.Refusal;
        if (_refusal is not null) return null;
        foreach (var warning in trained.Report.Warnings) Say("warning", warning);
        var model = new ModelRegistry(store, channel).Register(trained.File, new ModelOrigin("cycle", cycle.Name)
        {
            DatasetHash = trained.DatasetHash,
            WindowFrom = trained.WindowFrom,
            WindowTo = trained.WindowTo,
            Parameters = trained.Report.ToJson(),
        }, options.Actor);
        Say("trained", string.Create(CultureInfo.InvariantCulture, $"{model.Version}: {trained.Report.Winner}, accuracy {trained.Report.Test!.Accuracy.Value:F4} and AUC {trained.Report.Test.RocAuc.Value:F4} on {trained.Report.TestRows:N0} rows that were kept back"));
        return model;
    }

    private IReadOnlyList<GateResult> Judge(ModelVersion challenger, int channel, JudgedRows rows)
    {
        var judged = new TableJudgement(store, channel, options.Limits).Run(challenger, rows, options.Actor);
        foreach (var gate in judged.Gates) Say("gate", $"{(gate.Passed ? "passed " : "REFUSED")} {gate.Name}: {gate.Sentence}");
        return judged.Gates;
    }

    private CycleResult Deploy(ModelVersion challenger, CycleRecord cycle, IReadOnlyList<GateResult> gates)
    {
        if (gates.Where(gate => !gate.Passed).Select(gate => gate.Sentence).ToList() is { Count: > 0 } refusals)
            return End(cycle, "refused", $"{challenger.Version} is not promoted. " + string.Join(" ", refusals));
        if (!options.Deploys || !cycle.Deploys) return End(cycle, "judged", $"{challenger.Version} passed all gates; `weir models promote {challenger.Version}` puts it to work");
        // Half the rows of one file from one model and half from another would help nobody: a test on a share is a shadow here.
        var plan = options.Deployment.Mode == DeploymentPlan.Ab ? options.Deployment with { Mode = DeploymentPlan.Shadow } : options.Deployment;
        var deployed = new Deployer(store, plan, cycle.Channel).Deploy(challenger.Version, options.Actor);
        return End(cycle, deployed.Outcome, deployed.Sentence);
    }

    private CycleRecord Advance(CycleRecord cycle)
    {
        store.Cycles.Advance(cycle);
        return cycle;
    }

    private CycleResult End(CycleRecord cycle, string outcome, string reason)
    {
        store.Cycles.Finish(cycle.Id, outcome, reason);
        return new CycleResult(cycle.Name, outcome, reason);
    }

    private void Abandon(CycleRecord cycle, string why)
    {
        store.Cycles.Finish(cycle.Id, Abandoned, why);
        Say("abandon", $"{cycle.Name} was stopped half-way and is abandoned: {why}");
    }

    private bool TryFail(CycleRecord cycle, Exception fault)
    {
        try
        {
            // It may have been abandoned, and another begun in its place.
            if (store.Cycles.On(cycle.Channel).Unfinished() is { } open) store.Cycles.Finish(open.Id, "failed", fault.Message);
        }
        catch (StoreException)
        {
            // The store is what failed: the cycle stays unfinished and goes on at the next start.
        }

        return true;
    }

    private void Say(string stage, string text) => progress?.Invoke(new TableProgress(stage, text));
}
