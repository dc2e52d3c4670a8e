using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Evidence.Http;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Pipeline.Appeals;
using Weir.Pipeline.Collecting;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Keeping;
using Weir.Pipeline.Monitoring;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Training;
using Weir.Pipeline.Tracking;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Schedules;

/// <summary>The loop put together from the settings: its stations in the order of their turns.</summary>
public sealed class LoopWiring : ILoop
{
    private const string Actor = "weir";

    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private readonly GuardedHttp _http;
    private readonly FeedParts _feedParts;
    private readonly LearnStation _learn;
    private readonly LearningLoop _loop;
    private readonly AlertLog _alerts;
    private readonly AlertSender _sender;
    private readonly MlflowSync _mlflow;
    private readonly DriftMonitor _monitor;
    private readonly WeirStore _store;
    private readonly DailyKeeping _keeping;
    private FeedCollector _feeds;
    private ITableWatch? _watch;

    /// <summary>The loop of a store; the progress hears what happens as it happens.</summary>
    public LoopWiring(WeirStore store, LearningOptions options, CycleParts parts, ReferenceLists reference, Action<CycleProgress>? progress = null)
    {
        (_store, _http, _keeping) = (store, new GuardedHttp(store.Time), new DailyKeeping(store, options.Keeping));
        (_alerts, _sender, _mlflow) = (new AlertLog(store, options.Alerts), new AlertSender(store, options.Alerts), new MlflowSync(store, options.Mlflow, TableStory.Of(store)));
        _feedParts = FeedParts.From(reference, _http);
        _feeds = new FeedCollector(store, options.Feeds, _feedParts);
        _learn = new LearnStation(store, options.Training, force => new ModelCycle(store, parts, options.Cycle(Actor, force), progress));
        _monitor = new DriftMonitor(store, options.Monitoring, new UrlFeatureReader(reference)) { TrainingDomains = new TrainingDomains(store).Of };
        var (shadow, rollback) = (new ShadowJudge(store, options.Deployment, parts.Open), new RollbackRule(store, options.Deployment, options.Limits, parts.Open));
        var (tableShadow, tableRollback) = (new TableShadowJudge(store, options.Deployment), new TableRollbackRule(store, options.Deployment, options.Limits));
        var watch = new WatchStation(store, _monitor);
        var tables = new TableLearnStation(store, options.Tables, (name, ct) => Train(name, options, progress, ct));
        _loop = new LearningLoop(store,
        [
            new("collect", TimeSpan.Zero, async ct => (await _feeds.CollectDueAsync(force: false, ct)).Findings),
            Station("collectors", TimeSpan.Zero, _ => CollectorWatch.Run(store, options.Collector)),
            Station("tables", TimeSpan.Zero, ct => new TableDrop(store, name => _watch?.Loaded(name)).Run(ct: ct)),
            Station("label", TimeSpan.Zero, ct => LabelStage.Run(store, parts, options.Labels, ct).Findings),
            Station("shadow", TimeSpan.Zero, ct => shadow.Look(store.Time.GetUtcNow(), ct)),
            Station("rollback", TimeSpan.Zero, ct => rollback.Look(store.Time.GetUtcNow(), ct)),
            Station("shadow-tables", TimeSpan.Zero, ct => tableShadow.Look(store.Time.GetUtcNow(), ct)),
            Station("rollback-tables", TimeSpan.Zero, ct => tableRollback.Look(store.Time.GetUtcNow(), ct)),
            Station("appeals", TimeSpan.Zero, _ => AppealWatch.Run(store, options.Appeals)),
            Station("review", TimeSpan.Zero, watch.Review),
            Station("watch", options.Monitoring.Every, watch.Run),
            Station("learn", TimeSpan.Zero, ct => _learn.Run(ct: ct).Findings) with { FailureKind = FindingKind.TrainingFailed },
            Station("learn-tables", options.Tables.Every, tables.Run) with { FailureKind = FindingKind.TrainingFailed },
            new("keep", Daily, ct => KeepAsync(options, ct)) { FailureKind = FindingKind.Keeping },
            new("copy", Hourly, ct => _keeping.CopyDueAsync(ct)) { FailureKind = FindingKind.Keeping },
            new("mlflow", TimeSpan.Zero, MlflowAsync) { FailureKind = FindingKind.Keeping },
        ], TellAsync, progress);
    }

    /// <summary>From the next turn on, these feeds are fetched.</summary>
    public void Take(IReadOnlyList<FeedSettings> feeds) => _feeds = new FeedCollector(_store, feeds, _feedParts);

    /// <summary>Gives every station that is due its turn.</summary>
    public Task TickAsync(CancellationToken ct) => _loop.TickAsync(ct: ct);

    /// <summary>Fetches what is due and runs one cycle now, whatever the triggers say; with force also when nothing is new.</summary>
    public async Task<CycleResult> OnceAsync(bool force, CancellationToken ct)
    {
        var collected = await _feeds.CollectDueAsync(force: false, ct);
        var (result, findings) = _learn.Run(now: true, force, ct);
        await TellAsync([.. collected.Findings, .. findings], ct);
        await MlflowAsync(ct);
        return result!;
    }

    /// <inheritdoc/>
    public void Watch(ITableWatch watch) => _watch = watch;

    /// <inheritdoc/>
    public void Dispose()
    {
        _mlflow.Dispose();
        _sender.Dispose();
        _http.Dispose();
    }

    private CycleResult Train(string table, LearningOptions options, Action<CycleProgress>? progress, CancellationToken ct)
    {
        return _watch is { } watch ? watch.Train(table, Run, ct) : Run(_ => { }, ct);

        CycleResult Run(Action<TableProgress> heard, CancellationToken stop) => new TableCycle(_store, options.TableCycle(Actor), step =>
        {
            heard(step);
            progress?.Invoke(new CycleProgress(step.Stage, step.Text));
        }).Run(table, stop);
    }

    private static LoopStation Station(string name, TimeSpan every, Func<CancellationToken, IReadOnlyList<Finding>> run) =>
        new(name, every, ct => Task.FromResult(run(ct)));

    private Task<IReadOnlyList<Finding>> KeepAsync(LearningOptions options, CancellationToken ct)
    {
        _monitor.Clean();
        TrafficCleaning.Run(_store, options.Verdicts, _store.Time.GetUtcNow());
        string[] inUse = [.. _store.Deployments.RunningEverywhere().Select(running => running.Version)];
        return _keeping.RunAsync(inUse, ct);
    }

    private async Task<IReadOnlyList<Finding>> MlflowAsync(CancellationToken ct) =>
        (await _mlflow.SendDueAsync(ct)).Trouble is { } trouble ? [new Finding(FindingKind.Keeping, FindingLevel.Warning, "mlflow", trouble)] : [];

    private async Task TellAsync(IReadOnlyList<Finding> findings, CancellationToken ct)
    {
        _alerts.Raise(findings);
        await _sender.SendDueAsync(ct);
    }
}
