using Weir.Detection.Reference;
using Weir.Evidence.Http;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Pipeline.Feeds;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Schedules;

/// <summary>What a collector does on its machine: it gathers into a store of its own and hands over to the main one; its troubles are told from here, too.</summary>
public sealed class CollectorLoop : ILoop
{
    private readonly WeirStore _store;
    private readonly GuardedHttp _http;
    private readonly CollectorHost _host;
    private readonly AlertLog _alerts;
    private readonly AlertSender _sender;

    /// <summary>Opens the store; throws one sentence when no main machine is set.</summary>
    public CollectorLoop(StoreAddress address, LearningOptions options, TimeProvider time)
    {
        _store = WeirStore.Open(address, time);
        (_http, _alerts, _sender) = (new GuardedHttp(time), new AlertLog(_store, options.Alerts), new AlertSender(_store, options.Alerts));
        _host = new CollectorHost(_store, options.Feeds, FeedParts.From(ReferenceLists.Load(address.DataDirectory), _http), options.Collector);
    }

    /// <inheritdoc/>
    public async Task TickAsync(CancellationToken ct)
    {
        var tick = await _host.TickAsync(ct);
        _alerts.Raise(tick.Findings);
        await _sender.SendDueAsync(ct);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sender.Dispose();
        _http.Dispose();
        _store.Dispose();
    }
}
