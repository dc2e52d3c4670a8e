using Weir.Storage;

namespace Weir.Pipeline.Alerts;

/// <summary>
/// Keeps what the stations found and puts what people are to be told of it into the outbox. Idempotent: what was kept is on the disk, and the
/// same trouble is told once.
/// </summary>
public sealed class AlertLog(WeirStore store, AlertSettings settings)
{
    private static readonly TimeSpan PruneEvery = TimeSpan.FromDays(1);

    private readonly IReadOnlyList<(string, FindingLevel)> _channels = AlertChannels.Named(settings);

    private DateTimeOffset _pruned = DateTimeOffset.MinValue;

    /// <summary>Takes what was found; to be called on every tick, also with nothing, so that troubles that are over can end.</summary>
    public void Raise(IReadOnlyList<Finding> findings)
    {
        var now = store.Time.GetUtcNow();
        var place = $"{Environment.MachineName}\n{store.DataDirectory}";
        store.Alerts.Apply(open => new AlertRule(settings, _channels, place, now).Decide(open, findings));
        if (_pruned > now - PruneEvery && _pruned <= now) return;
        _pruned = now;
        store.Alerts.Forget(now - settings.Keep);
    }
}
