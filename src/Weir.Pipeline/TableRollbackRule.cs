using System.Globalization;
using Weir.Learning.Metrics;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Tables;

namespace Weir.Pipeline;

/// <summary>
/// Takes failing champions of tables back to the version before: when one fails on more rows or is much slower, or when its accuracy or F1 on rows
/// that came with labels since it was trained breaks a gate's limit and the version before does better on the same rows, both beyond noise.
/// When nothing better is there to go back to, it asks for a training. For one thread.
/// </summary>
/// <param name="store">Keeps the records.</param>
/// <param name="plan">When a champion is taken back.</param>
/// <param name="limits">What a champion must keep up.</param>
public sealed class TableRollbackRule(WeirStore store, DeploymentPlan plan, GateLimits limits)
{
    private const string Actor = "weir";
    private const int LeastOfClass = 10;
    private const double Growth = 1.2;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private readonly Dictionary<int, (string Version, long Rows)> _measured = [];

    /// <summary>One look at every table.</summary>
    public IReadOnlyList<Finding> Look(DateTimeOffset now, CancellationToken ct = default) => plan.Rollback ? [.. store.Tables.All().SelectMany(table => Look(table, now, ct))] : [];

    private List<Finding> Look(TableRecord table, DateTimeOffset now, CancellationToken ct)
    {
        var (models, registry) = (store.Models.On(table.ChannelNumber), new ModelRegistry(store, table.ChannelNumber));
        if (models.Champion() is not { } champion || (store.Reigns.On(table.ChannelNumber).LastRollback() is { } last && last.At + plan.CoolDown > now)) return [];
        var before = models.Below().FirstOrDefault(registry.IsWhole);
        if (before is not null && Serving(champion, before, now) is { } complaint) return TakeBack(registry, champion, before, complaint);
        return IsWorthALook(table, champion) && new TableCatalog(store).Find(table.Name) is { } known ? Labelled(known, registry, champion, before, ct) : [];
    }

    private static List<Finding> TakeBack(ModelRegistry registry, Champion champion, string before, string complaint)
    {
        var result = registry.Rollback(Actor, complaint, before);
        return [new Finding(FindingKind.RolledBack, FindingLevel.Critical, champion.Version, result.Done
            ? $"{champion.Version} was taken back and {before} is the champion again: {complaint}."
            : $"{champion.Version} should be taken back ({complaint}), but cannot be: {result.Reason}")];
    }

    private string? Serving(Champion champion, string before, DateTimeOffset now)
    {
        var from = champion.Since > now - Window ? champion.Since : now - Window;
        return ServedComparison.Complaint(store.Served.Read(champion.Version, from, now.AddSeconds(1)), store.Served.Read(before, champion.Since - 30 * Window, champion.Since));
    }

    // Reading and scoring costs seconds, so it waits for enough that is new.
    private bool IsWorthALook(TableRecord table, Champion champion)
    {
        var rows = store.Tables.Loads.Growth(table.Id, LaterTableRows.LastLoad(store, champion.Version)).NewRows;
        var last = _measured.GetValueOrDefault(table.ChannelNumber);
        if (rows < plan.LeastLabelled || (last.Version == champion.Version && rows < Growth * last.Rows)) return false;
        _measured[table.ChannelNumber] = (champion.Version, rows);
        return true;
    }

    private List<Finding> Labelled(KnownTable table, ModelRegistry registry, Champion champion, string? before, CancellationToken ct)
    {
        var rows = LaterTableRows.Since(store, table, Math.Max(LaterTableRows.LastLoad(store, champion.Version), before is null ? 0 : LaterTableRows.LastLoad(store, before)), ct);
        var phishing = rows.Labels.Count(label => label == 1);
        if (rows.Labels.Length < plan.LeastLabelled || Math.Min(phishing, rows.Labels.Length - phishing) < LeastOfClass || LaterTableRows.TryOpen(store, table, champion.Version) is not { } model) return [];
        if (Breach(rows, ModelFigures.Of(rows.Scores(model), rows.Labels, rows.Groups, Math.BitIncrement(model.Manifest.PhishingThreshold), new BootstrapParameters())) is not { } breach) return [];
        if (before is not null && LaterTableRows.TryOpen(store, table, before) is { } other && TableJudgement.Compare(rows, rows.Scores(model), model, other).Accuracy is { High: < 0 })
            return TakeBack(registry, champion, before, $"{breach}, and {before} does better on the same rows");
        var asks = store.Trainings.On(table.Record.ChannelNumber);
        if (asks.OpenAsk() is null) asks.Ask(Actor, $"of {champion.Version}, {breach}");
        return [new Finding(FindingKind.Drift, FindingLevel.Warning, champion.Version, $"{champion.Version} stays the champion, but {breach}; {(before is null ? "there is no version before it" : $"{before} does no better on the same rows")}: a training is due.")];
    }

    private string? Breach(JudgedRows rows, ModelFigures figures) =>
        figures.Accuracy.High < limits.Accuracy ? Sentence("accuracy", rows, figures.Accuracy, limits.Accuracy)
        : figures.F1.High < limits.F1 ? Sentence("F1", rows, figures.F1, limits.F1) : null;

    private static string Sentence(string name, JudgedRows rows, Interval figure, double limit) => string.Create(CultureInfo.InvariantCulture,
        $"its {name} on {rows.Labels.Length:N0} labelled rows that it has not learned from is {figure.Value:0.####} (95 % interval {figure.Low:0.####} to {figure.High:0.####}), at least {limit:0.####} is wanted");
}
