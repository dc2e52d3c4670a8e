using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Weir.Detection.Reference;
using Weir.Evidence.Http;
using Weir.Pipeline.Feeds;
using Weir.Server.Live;
using Weir.Storage;

namespace Weir.Server.Feeds;

/// <summary>Fetches feeds that a person wants now, beside the loop and one after the other. The lock of a feed keeps both from fetching it at once.</summary>
internal sealed class FeedFetching(ServerOptions options, StoreDoor open, LiveEvents live, IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Whether a feed is being fetched, or waits for its turn.</summary>
    public bool IsRunning(string feed) => _running.ContainsKey(feed);

    /// <summary>Begins; false when it was begun already.</summary>
    public bool Begin(FeedSettings feed)
    {
        if (!_running.TryAdd(feed.Name, true)) return false;
        _ = Task.Run(() => FetchAsync(feed, lifetime.ApplicationStopping));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task FetchAsync(FeedSettings feed, CancellationToken ct)
    {
        try
        {
            await _turn.WaitAsync(ct);
            try
            {
                var store = open();
                using var http = new GuardedHttp(store.Time);
                await new FeedCollector(store, [feed], FeedParts.From(ReferenceLists.Load(options.DataDirectory), http)).CollectAsync(feed.Name, ct);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or StoreException)
        {
            // The server stops, or its database does: the record of the fetch tells it, and the loop comes back to the feed.
        }
        finally
        {
            _running.TryRemove(feed.Name, out _);
            live.Publish("feeds");
        }
    }
}
