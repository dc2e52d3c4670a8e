using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Tables.Predicting;
using Weir.Server.Metrics;
using Weir.Server.Security;
using Weir.Server.Verdicts;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.Server.Tables;

/// <summary>
/// Keeps what models of tables answered over this server: a bounded share of the rows for the history (channel table, with the name of the table;
/// rows of equal values share a key), how each version answered, and what a shadow would have said. Nothing waits for it; a store that cannot
/// be written costs history, counted, and never an answer.
/// </summary>
/// <remarks>
/// Who judges a file calls <c>var heard = recorder.Begin(model, caller, fileName)</c>, gives <c>heard.Hear</c> to
/// <see cref="TablePrediction.Heard"/>, and calls <c>heard.End(prediction)</c> in a finally when the run is over.
/// </remarks>
internal sealed class TablePredictionRecorder(TrafficRecorder traffic, Func<WeirStore?> open, ServerOptions options, TimeProvider time, ILogger<TablePredictionRecorder> log) : BackgroundService
{
    private const int LongestName = 200;

    private readonly ConcurrentDictionary<string, ServedFigures> _served = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Channel, Decision Decision), long> _rows = new();
    private DateTimeOffset _beatAt = time.GetUtcNow();
    private string? _lastFault;

    /// <summary>Rows that shadows are to judge.</summary>
    public TableShadows Shadows { get; } = new(options.Deployment);

    /// <summary>A file is about to be judged.</summary>
    public PredictedFile Begin(TableModel model, Caller by, string name) => new(this, model, by, name.Length <= LongestName ? name : name[..LongestName], ShadowOf(model));

    /// <summary>Takes a row for the history.</summary>
    public void Keep(TableModel model, Caller by, string subject, long key, double score, Decision decision) => traffic.TakeRow(
        new Verdict
        {
            Subject = subject,
            Channel = Channel.Table,
            Decision = decision,
            Score = score,
            Model = new ModelIdentity(model.Version, model.Sha256),
            CheckedAt = time.GetUtcNow(),
        }, by, new JudgedRow(model.Table, key));

    /// <summary>Counts a file that is done.</summary>
    public void End(TableModel model, PredictedFile file, TablePrediction prediction)
    {
        traffic.Count(prediction.Rows - file.Taken);
        foreach (var decision in Enum.GetValues<Decision>())
            if (prediction.Count(decision) is > 0 and var count) _rows.AddOrUpdate((TableName.Channel(model.Table), decision), count, (_, all) => all + count);
        var judged = prediction.Rows - prediction.Count(Decision.Unknown) + file.Failed;
        if (judged == 0) return;
        var figures = new ServedFigures
        {
            Version = model.Version,
            At = time.GetUtcNow(),
            Answers = judged,
            Phishing = prediction.Count(Decision.Phishing),
            Faults = file.Failed,
            Timed = judged,
            Micros = (long)prediction.Scoring.TotalMicroseconds,
        };
        _served.AddOrUpdate(model.Version, figures, (_, all) => Sum(all, figures));
    }

    /// <summary>Writes what came since the last beat. A failure is logged once.</summary>
    public void Beat()
    {
        var since = time.GetUtcNow() - _beatAt;
        _beatAt += since;
        try
        {
            var store = open();
            Shadows.Drain(since, store);
            if (store is not null) Write(store);
            _lastFault = null;
        }
        catch (StoreException fault)
        {
            if (fault.Message != _lastFault) ServerLog.HistoryRefused(log, fault.Message);
            _lastFault = fault.Message;
        }
    }

    /// <summary>Writes the counters of judged rows.</summary>
    public void Write(MetricText text)
    {
        text.Counter("weir_table_rows_judged_total", "Rows of tables that this process judged over HTTP, by decision.");
        foreach (var ((channel, decision), count) in _rows.OrderBy(one => one.Key.Channel, StringComparer.Ordinal).ThenBy(one => one.Key.Decision))
            text.Sample(count, ("channel", channel), ("decision", decision.ToString().ToLowerInvariant()));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(options.VerdictBeat, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken)) Beat();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the last beat below writes what waits.
        }

        Beat();
    }

    // What could not be written is added to the next.
    private void Write(WeirStore store)
    {
        foreach (var version in _served.Keys)
        {
            if (!_served.TryRemove(version, out var figures)) continue;
            try
            {
                store.Served.Add([figures]);
            }
            catch (StoreException)
            {
                _served.AddOrUpdate(version, figures, (_, all) => Sum(all, figures));
                throw;
            }
        }
    }

    private TableShadow? ShadowOf(TableModel model)
    {
        try
        {
            return open() is { } store && store.Tables.Find(model.Table) is { } table && store.Deployments.On(table.ChannelNumber).Running() is { Mode: DeploymentPlan.Shadow } running && running.Champion == model.Version
                ? new TableShadow(running.Id, table.ChannelNumber, running.Version, model.Schema.Fingerprint) : null;
        }
        catch (StoreException)
        {
            return null;
        }
    }

    private static ServedFigures Sum(ServedFigures one, ServedFigures other) => one with
    {
        Answers = one.Answers + other.Answers,
        Phishing = one.Phishing + other.Phishing,
        Faults = one.Faults + other.Faults,
        Timed = one.Timed + other.Timed,
        Micros = one.Micros + other.Micros,
    };
}
