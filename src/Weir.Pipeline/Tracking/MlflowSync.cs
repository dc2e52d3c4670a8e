using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline.Tracking;

/// <summary>What one round did: steps told, steps that wait, and why it stopped when something is wrong.</summary>
public sealed record TrackingRound(int Told, long Waiting, string? Trouble);

/// <summary>
/// Tells an MLflow server of models and cycles, from what the store keeps anyway, in order and once. Without a server, or while it fails, the
/// cycle goes on; what was missed is told later.
/// </summary>
public sealed class MlflowSync : IDisposable
{
    private const int MostSteps = 50;
    private const int MostRefusals = 5;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    private readonly WeirStore _store;
    private readonly MlflowConnection? _connection;
    private readonly MlflowStory? _story;
    private readonly string _server = "";

    /// <summary>A sync with the server of the settings; does nothing when there is none.</summary>
    /// <param name="store">What is told.</param>
    /// <param name="settings">The server.</param>
    /// <param name="training">Tells of trainings whose record is more than a list of parameters; null for the others.</param>
    public MlflowSync(WeirStore store, MlflowSettings settings, Func<ModelVersion, TrackedTraining?>? training = null)
    {
        _store = store;
        if (settings.Address is null) return;
        _server = settings.Address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _connection = new MlflowConnection(settings, store.Time);
        var place = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{store.DataDirectory}"));
        _story = new MlflowStory(store, new MlflowTracker(_connection, settings, Convert.ToHexStringLower(place)[..16]), _server, training ?? (_ => null));
    }

    /// <summary>Tells what is due. Troubles of the server are told in the answer, not thrown.</summary>
    public async Task<TrackingRound> SendDueAsync(CancellationToken ct)
    {
        if (_story is null) return new TrackingRound(0, 0, null);
        var state = _store.Tracking.State(_server);
        var waiting = _store.Tracking.Waiting(_server);
        if (waiting == 0) return new TrackingRound(0, 0, null);
        if (!RetryDelay.IsOver(state.NotBefore, _store.Time.GetUtcNow()) || !_store.Tracking.TryClaim(_server, Claim)) return new TrackingRound(0, waiting, state.LastError);
        try
        {
            var told = await Tell(ct);
            return new TrackingRound(told, _store.Tracking.Waiting(_server), _store.Tracking.State(_server).LastError);
        }
        finally
        {
            _store.Tracking.Release(_server);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection?.Dispose();

    private async Task<int> Tell(CancellationToken ct)
    {
        var told = 0;
        while (told < MostSteps && Next() is var (step, cycle) && (step is not null || cycle is not null))
        {
            try
            {
                if (step is not null) await _story!.Tell(step, ct);
                else await _story!.Tell(cycle!, ct);
                Advance(step, cycle);
                told++;
            }
            catch (Exception fault) when (fault is MlflowFault or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                if (!Stumble(fault, step, cycle)) return told;
            }
        }

        return told;
    }

    // Two histories, each in its own order; of the two, what happened first.
    private (ModelEvent? Step, CycleRecord? Cycle) Next()
    {
        var state = _store.Tracking.State(_server);
        var step = _store.Tracking.Events(state.EventId, 1).FirstOrDefault();
        var cycle = _store.Tracking.Cycles(state.CycleId, 1).FirstOrDefault();
        return step is not null && (cycle is null || step.At <= cycle.FinishedAt) ? (step, null) : (null, cycle);
    }

    private void Advance(ModelEvent? step, CycleRecord? cycle)
    {
        if (step is not null) _store.Tracking.EventSent(_server, step.Id, Claim);
        else _store.Tracking.CycleSent(_server, cycle!.Id, Claim);
    }

    // True when the step is given up because the server refuses it for good, so that the others can pass.
    private bool Stumble(Exception fault, ModelEvent? step, CycleRecord? cycle)
    {
        var failures = _store.Tracking.State(_server).Failures;
        if (fault is not MlflowFault { IsFinal: false } && failures + 1 >= MostRefusals)
        {
            Advance(step, cycle);
            return true;
        }

        var sentence = fault is MlflowFault ? fault.Message : $"MLflow at {_server} answered what its documentation does not say; check that Mlflow:Uri (MLFLOW_TRACKING_URI) is an MLflow server.";
        _store.Tracking.Failed(_server, $"{sentence} Learning goes on, and what it misses is told later.", RetryDelay.Next(_store.Time.GetUtcNow(), failures, (fault as MlflowFault)?.RetryAfter));
        return false;
    }
}
