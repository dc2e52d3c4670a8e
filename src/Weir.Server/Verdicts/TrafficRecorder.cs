using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Server.Live;
using Weir.Server.Models;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.Server.Verdicts;

/// <summary>
/// Keeps what was answered: verdicts for the history, how each version answered, and what a shadow would have said. Answers hand it their
/// verdict and go on; a beat in the background writes. A store that cannot be written costs history, counted, and never an answer.
/// </summary>
internal sealed class TrafficRecorder(DetectorHolder holder, Func<WeirStore?> open, ServerOptions options, OverviewPulse pulse, TimeProvider time, ILogger<TrafficRecorder> log) : BackgroundService
{
    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(1);

    private readonly VerdictQueue _queue = new(options.Verdicts);
    private readonly ShadowQueue _shadows = new(options.Deployment);
    private readonly List<ServedDetector> _served = [];
    private WeirStore? _known;
    private long _unwritten, _dropped;
    private DateTimeOffset _beatAt = time.GetUtcNow(), _trimAt = time.GetUtcNow();
    private string? _lastFault;

    /// <summary>Takes the verdict that was just given, and gives it back with its number when the history keeps it. Never waits.</summary>
    public Verdict Take(ServedDetector detector, Verdict verdict, Caller by)
    {
        if (detector.Challenger is { Share: null } shadow) _shadows.Take(shadow, verdict);
        return _queue.Take(verdict, by);
    }

    /// <summary>Takes the verdict about a row of a table for the history. Never waits.</summary>
    public void TakeRow(Verdict verdict, Caller by, JudgedRow row) => _queue.Take(verdict, by, row);

    /// <summary>Counts verdicts that were given and are not for the history.</summary>
    public void Count(long verdicts) => _queue.Count(verdicts);

    /// <summary>Writes what came since the last beat. A failure is logged once, and what it cost is counted.</summary>
    public void Beat()
    {
        var (now, since) = (time.GetUtcNow(), time.GetUtcNow() - _beatAt);
        _beatAt = now;
        VerdictBatch? batch = null;
        try
        {
            var store = Store();
            batch = _queue.Drain(since);
            (_unwritten, _dropped) = (_unwritten + batch.Seen, _dropped + batch.Dropped);
            var missed = _dropped;
            _shadows.Drain(since, store);
            if (store is null) _unwritten = _dropped = 0;
            else Write(store, batch.Verdicts, now);
            if (_lastFault is not null) ServerLog.HistoryAgain(log, missed);
            _lastFault = null;
        }
        catch (StoreException fault)
        {
            _dropped += batch?.Verdicts.Count ?? 0;
            if (fault.Message != _lastFault) ServerLog.HistoryRefused(log, fault.Message);
            _lastFault = fault.Message;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _queue.Dispose();
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

    private WeirStore? Store()
    {
        if (_known is not null || open() is not { } store) return _known;
        var lost = _queue.Open(store.DataDirectory, store.Verdicts.Totals().Accepted) is { } before ? store.Verdicts.CountLost(before) : 0;
        if (lost > 0) ServerLog.HistoryLost(log, lost);
        return _known = store;
    }

    private void Write(WeirStore store, IReadOnlyList<AskedVerdict> verdicts, DateTimeOffset now)
    {
        if (_unwritten + _dropped > 0)
        {
            store.Verdicts.Add([.. verdicts.Select(Row)], _unwritten, _dropped, _queue.Settled);
            _unwritten = _dropped = 0;
        }

        store.Served.Add(Figures(now));
        pulse.Beat(verdicts.Count);
        if (now - _trimAt < TrimEvery) return;
        _trimAt = now;
        store.Verdicts.Trim(options.Verdicts.Most);
        store.Figures.Clean(now);
    }

    // A request keeps the detector that it began with, so the one before the last swap may still be counting.
    private List<ServedFigures> Figures(DateTimeOffset now)
    {
        var current = holder.Current;
        if (!_served.Exists(one => ReferenceEquals(one, current))) _served.Add(current);
        var figures = _served.SelectMany(detector => (ServedArm?[])[detector.Champion, detector.Challenger is { Share: not null } tried ? tried.Arm : null])
            .OfType<ServedArm>().Select(arm => Of(arm, now)).OfType<ServedFigures>().ToList();
        if (_served.Count > 2) _served.RemoveAt(0);
        return figures;
    }

    private static ServedFigures? Of(ServedArm arm, DateTimeOffset now)
    {
        var counts = arm.Drain();
        return counts.Answers == 0 || arm.Model is not { } model ? null : new ServedFigures
        {
            Version = model.Version,
            At = now,
            Answers = counts.Answers,
            Phishing = counts.Phishing,
            Faults = counts.Faults,
            Timed = counts.Timed,
            Micros = counts.Micros,
        };
    }

    private static VerdictRow Row(AskedVerdict asked) => asked.Row is { } row ? Row(asked.Verdict, asked.By) with { TableName = row.Table, SubjectKey = row.Key } : Row(asked.Verdict, asked.By);

    private static VerdictRow Row(Verdict verdict, Caller by) => new()
    {
        Id = verdict.Id ?? 0,
        Tenant = by.Tenant,
        AskedBy = by.Name,
        At = verdict.CheckedAt,
        Channel = verdict.Channel,
        SubjectKey = SubjectHash.Of(verdict.Canonical),
        Subject = verdict.Subject.Length <= VerdictRow.MostSubject ? verdict.Subject : verdict.Subject[..VerdictRow.MostSubject],
        Registrable = verdict.RegistrableDomain,
        Score = verdict.Score,
        Decision = verdict.Decision,
        Category = verdict.Category,
        Brand = verdict.Brand,
        Model = verdict.Model?.Version,
        List = verdict.List,
    };
}
