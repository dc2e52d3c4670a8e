using Microsoft.Extensions.Logging;
using Weir.Learning;
using Weir.Pipeline;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Live;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Tables;

/// <summary>One training, on a thread of its own or on that of the loop, with what it has told so far.</summary>
internal sealed class TrainingRun(TableTraining first, LiveEvents live, TimeProvider time, ILogger log)
{
    /// <summary>Who ends a training when the server stops.</summary>
    public const string TheServer = "the server";

    private const int MostLines = 300;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new();
    private TableTraining _now = first;
    private long _told = time.GetTimestamp();
    private string _canceller = "";

    /// <summary>How it stands.</summary>
    public TableTraining Now => Volatile.Read(ref _now);

    /// <summary>Done when the training has ended, however it did.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins.</summary>
    public void Start(Func<CancellationToken, CycleResult> cycle, WeirStore store)
    {
        live.Publish(TableTrainings.Topic);
        new Thread(() => Run(cycle, store)) { IsBackground = true, Name = "table training" }.Start();
    }

    /// <summary>Runs it here, for the loop: one that a person ended comes back as cancelled, and whatever else goes wrong goes on to the loop.</summary>
    public CycleResult Take(Func<CancellationToken, CycleResult> cycle, WeirStore store, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, ct);
        live.Publish(TableTrainings.Topic);
        try
        {
            return Go(cycle, store, either.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            GiveUp(store);
            return new CycleResult("", "cancelled", $"ended by {_canceller}");
        }
        finally
        {
            if (ct.IsCancellationRequested && Now.IsRunning) End(TrainingState.Cancelled, "The server stopped; the training goes on at its next start.", null);
            if (Now.IsRunning) End(TrainingState.Failed, $"The training of '{Now.Table}' failed; nothing was changed, and an alert tells the cause.", null);
            _ended.TrySetResult();
        }
    }

    /// <summary>Ends it soon.</summary>
    public void Cancel(string actor)
    {
        lock (_lock)
        {
            if (!_now.IsRunning) return;
            _canceller = actor;
        }

        _stop.Cancel();
    }

    /// <summary>Takes a step; from any thread. The search has one line, which changes.</summary>
    public void Tell(TableProgress step)
    {
        lock (_lock)
        {
            var line = new TrainingLine(time.GetUtcNow(), step.Stage, step.Text);
            var isSame = step.Of > 0 && _now.Lines is [.., { Stage: var stage }] && stage == step.Stage;
            // Fits end on several threads: a later count must not be overtaken by an earlier.
            if (isSame && step.Done < _now.Tried && step.Of <= _now.Total) return;
            if (_now.Lines.Count < MostLines || isSame) _now = _now with { Lines = isSame ? [.. _now.Lines.SkipLast(1), line] : [.. _now.Lines, line] };
            _now = _now with { Stage = step.Stage };
            if (step.Of > 0) _now = _now with { Tried = step.Done, Total = step.Of, Best = step.Best ?? _now.Best };
            if (isSame && time.GetElapsedTime(_told) < TellEvery) return;
            _told = time.GetTimestamp();
        }

        live.Publish(TableTrainings.Topic);
    }

    private void Run(Func<CancellationToken, CycleResult> cycle, WeirStore store)
    {
        try
        {
            Go(cycle, store, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            GiveUp(store);
        }
        catch (Exception fault) // the door of the thread: it would end the process
        {
            ServerLog.TrainingFailed(log, fault, Now.Table);
            // These name what a person can mend; anything else is a fault of the program, whose words help nobody here.
            var why = fault is ModelFileException or SettingsException ? " " + Sentence(fault.Message) : "";
            End(TrainingState.Failed, $"The training of '{Now.Table}' failed; nothing was changed, and the log of the server holds the cause.{why}", null);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private CycleResult Go(Func<CancellationToken, CycleResult> cycle, WeirStore store, CancellationToken stop)
    {
        Change(now => now with { State = TrainingState.Running });
        var known = Versions(store);
        var result = cycle(stop);
        End(StateOf(result.Outcome), Sentence(result.Reason), Versions(store).Except(known).LastOrDefault());
        return result;
    }

    private void GiveUp(WeirStore store)
    {
        // What a person ended shall not go on by itself; what the server ends does at its next start.
        if (_canceller != TheServer) TableCycle.GiveUp(store, Now.Table, _canceller);
        End(TrainingState.Cancelled, $"Cancelled by {_canceller}; what was tried is thrown away, the champion stays.", null);
    }

    private IReadOnlyList<string> Versions(WeirStore store) => store.Tables.Find(Now.Table) is { } table ? [.. store.Models.On(table.ChannelNumber).All().Select(model => model.Version)] : [];

    private void End(TrainingState state, string outcome, string? version)
    {
        Change(now => now with { State = state, Ended = time.GetUtcNow(), Outcome = outcome, Version = version });
        if (version is not null) live.Publish("models");
    }

    private void Change(Func<TableTraining, TableTraining> change)
    {
        lock (_lock) _now = change(_now);
        live.Publish(TableTrainings.Topic);
    }

    private static TrainingState StateOf(string outcome) => outcome switch
    {
        "refused" => TrainingState.Refused,
        "skipped" or "busy" => TrainingState.Skipped,
        _ => TrainingState.Done,
    };

    private static string Sentence(string text) => text.Length == 0 ? "" : (text.StartsWith("table-", StringComparison.Ordinal) ? text : char.ToUpperInvariant(text[0]) + text[1..]) + (text[^1] is '.' or '!' or '?' ? "" : ".");
}
