using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Weir.Server.Live;

/// <summary>Tells open pages that something changed. An event is only a topic, such as <c>jobs</c>; who hears it asks for what he may see.</summary>
internal sealed class LiveEvents
{
    private const int Waiting = 64;

    private readonly ConcurrentDictionary<Channel<string>, bool> _listeners = new();

    /// <summary>Tells every listener. Never waits; a listener that does not keep up misses the oldest.</summary>
    public void Publish(string topic)
    {
        foreach (var listener in _listeners.Keys) listener.Writer.TryWrite(topic);
    }

    /// <summary>The topics from now on, until the listener goes.</summary>
    public async IAsyncEnumerable<string> Listen([EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _listeners[channel] = true;
        try
        {
            await foreach (var topic in channel.Reader.ReadAllAsync(ct)) yield return topic;
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }
}
