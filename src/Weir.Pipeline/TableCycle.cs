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
/// The loop of a table: its rows, a look at the schema, a challenger, the gates, and to work. What is done is found done by what is on the
/// disk, so a cycle that was stopped goes on where it stood: a model that was trained on these rows is not trained again.
/// </summary>
/// <param name="store">Keeps rows, models and records.</param>
/// <param name="options">How to learn.</param>
/// <param name="progress">Hears what happens, from several threads.</param>
public sealed class TableCycle(WeirStore store, TableCycleOptions options, Action<TableProgress>? progress = null)
{
    private string? _refusal;

    /// <summary>Runs one cycle of a table. Outcomes: promoted, shadow, ab, judged (when it does not deploy), refused, skipped, busy.</summary>
    public CycleResult Run(string name, CancellationToken ct = default)
    {
        using var hold = CycleLock.TryTake(store.DataDirectory);
        if (hold is null) return new CycleResult(name, "busy", "another training runs on this data directory; try again when it is done");
        if (new TableCatalog(store).Find(name) is not { } table) return new CycleResult(name, "skipped", $"there is no table '{name}'; `weir tables` names those there are");
        var channel = table.Record.ChannelNumber;
        if (!options.Force && ChangedSchema(table, channel) is { } change) return new CycleResult(name, "skipped", change);
        Say("rows", string.Create(CultureInfo.InvariantCulture, $"reading {table.Record.Rows:N0} rows of {name}"));
        var data = TableData.Read(store, table.Record.Id, table.Schema, ct: ct);
        var trainer = new TableTrainer(options.Training, store.Time);
        if (trainer.Refusal(name, data) is { } refusal) return new CycleResult(name, "skipped", refusal);
        var known = store.Models.On(channel).All().FirstOrDefault(version => version.DatasetHash == TableTrainer.HashOf(data));
        if (!options.Force && known?.GatesPassed is not null && !(options.Deploys && IsWaiting(known, channel)))
            return new CycleResult(name, "skipped", $"nothing new since {known.Version} was trained; --force trains all the same");
        var challenger = options.Force || known is null ? Train(name, channel, trainer, data, ct) : known;
        if (challenger is null) return new CycleResult(name, "skipped", _refusal!);
        var gates = challenger.GatesPassed is null ? Judge(challenger, channel, trainer.TestOf(data)) : GateSet.Parse(challenger.Gates!);
        return Deploy(name, challenger, channel, gates);
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
            return $"the schema of {table.Record.Name} has changed since {champion.Version} was trained ({(words.Length == 0 ? "kinds, values or marks of its columns, or the target" : string.Join(", ", words.Take(10)))}); --force trains by the new one";
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private ModelVersion? Train(string name, int channel, TableTrainer trainer, TableData data, CancellationToken ct)
    {
        var trained = trainer.Train(name, data, progress, ct);
        _refusal = trained.Refusal;
        if (_refusal is not null) return null;
        foreach (var warning in trained.Report.Warnings) Say("warning", warning);
        var model = new ModelRegistry(store, channel).Register(trained.File, new ModelOrigin("cycle", name)
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

    private CycleResult Deploy(string name, ModelVersion challenger, int channel, IReadOnlyList<GateResult> gates)
    {
        if (gates.Where(gate => !gate.Passed).Select(gate => gate.Sentence).ToList() is { Count: > 0 } refusals)
            return new CycleResult(name, "refused", $"{challenger.Version} is not promoted. " + string.Join(" ", refusals));
        if (!options.Deploys) return new CycleResult(name, "judged", $"{challenger.Version} passed all gates; `weir models promote {challenger.Version}` puts it to work");
        var deployed = new Deployer(store, options.Deployment, channel).Deploy(challenger.Version, options.Actor);
        return new CycleResult(name, deployed.Outcome, deployed.Sentence);
    }

    private void Say(string stage, string text) => progress?.Invoke(new TableProgress(stage, text));
}
