using System.Globalization;
using Weir.Storage;
using Weir.Storage.Alerts;

namespace Weir.Pipeline.Alerts;

/// <summary>What one round of sending did: deliveries made, messages that wait, and one sentence for each channel in trouble.</summary>
public sealed record AlertSending(int Delivered, long Waiting, IReadOnlyList<string> Troubles);

/// <summary>How a trial message fared; the sentence is null when it was taken.</summary>
public sealed record AlertTrial(string Channel, string? Sentence);

/// <summary>
/// Sends what waits in the outbox. A message leaves the outbox only when its receiver took it, so that it arrives at least once, in order and
/// with the same id; after a failure a channel rests for longer and longer, up to a quarter of an hour.
/// </summary>
public sealed class AlertSender : IDisposable
{
    private const int MostRefusals = 5;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    private readonly WeirStore _store;
    private readonly AlertSettings _settings;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly IReadOnlyList<IAlertChannel> _channels;

    /// <summary>A sender for the channels of the settings.</summary>
    public AlertSender(WeirStore store, AlertSettings settings)
    {
        (_store, _settings) = (store, settings);
        _channels = AlertChannels.Of(settings, _client, store.Time);
    }

    /// <summary>Sends what is due to each channel that is not resting. Troubles of receivers are told in the answer, not thrown.</summary>
    public async Task<AlertSending> SendDueAsync(CancellationToken ct)
    {
        var delivered = 0;
        foreach (var channel in _channels) delivered += await Send(channel, ct);
        var states = _store.Alerts.Outbox.Channels().Where(state => _channels.Any(channel => channel.Name == state.Name)).ToList();
        return new AlertSending(delivered, states.Sum(state => state.Pending), [.. states.Select(state => state.LastError).OfType<string>()]);
    }

    /// <summary>Sends a trial message to each channel at once, past the outbox.</summary>
    public async Task<IReadOnlyList<AlertTrial>> TryAsync(CancellationToken ct)
    {
        var now = _store.Time.GetUtcNow();
        var id = "weir-trial-" + now.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
        var notice = new Notice(id, AlertEvent.Test, FindingLevel.Information, "information: a trial", [$"This is a trial of Weir on {Environment.MachineName}. Nothing is wrong."], now);
        var trials = new List<AlertTrial>();
        foreach (var channel in _channels) trials.Add(new AlertTrial(channel.Name, (await channel.SendAsync(notice, ct)).Sentence));
        return trials;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<int> Send(IAlertChannel channel, CancellationToken ct)
    {
        var outbox = _store.Alerts.Outbox;
        var now = _store.Time.GetUtcNow();
        var state = outbox.Channels().FirstOrDefault(state => state.Name == channel.Name);
        if (state is null or { Pending: 0 } || !RetryDelay.IsOver(state.NotBefore, now) || !outbox.TryClaim(channel.Name, Claim)) return 0;
        try
        {
            var plan = AlertBatches.Plan(outbox.Pending(channel.Name), outbox.Sent(channel.Name, now.AddHours(-1), now), _settings.MostPerHour);
            return await Deliver(channel, plan, state.Failures, ct);
        }
        finally
        {
            outbox.Release(channel.Name);
        }
    }

    private async Task<int> Deliver(IAlertChannel channel, IReadOnlyList<IReadOnlyList<AlertMessage>> plan, int failures, CancellationToken ct)
    {
        var done = 0;
        foreach (var batch in plan)
        {
            _store.Alerts.Outbox.Renew(channel.Name, Claim);
            var notice = AlertBatches.Notice(batch);
            var delivery = await channel.SendAsync(notice, ct);
            long[] ids = [.. batch.Select(message => message.Id)];
            if (delivery.Outcome == DeliveryOutcome.Sent) _store.Alerts.Outbox.MarkSent(channel.Name, ids, notice.Id);
            else return Stop(channel, delivery, ids, done > 0 ? 0 : failures, done);
            done++;
        }

        return done;
    }

    private int Stop(IAlertChannel channel, Delivery delivery, long[] ids, int failures, int done)
    {
        var next = RetryDelay.Next(_store.Time.GetUtcNow(), failures, delivery.RetryAfter);
        if (delivery.Outcome == DeliveryOutcome.Refused) _store.Alerts.Outbox.MarkRefused(ids, delivery.Sentence!, MostRefusals);
        _store.Alerts.Outbox.MarkFailed(channel.Name, $"{delivery.Sentence} What waits is kept; the next try is after {AlertText.Time(next)}.", next);
        return done;
    }
}
