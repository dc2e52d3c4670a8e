using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Weir.Server.Live;

/// <summary>
/// Tells open pages that something changed. An event is only a topic, such as <c>jobs</c>; who hears it asks for what he may see. News are
/// numbered, so that a page hears what was told between its making and its listening.
/// </summary>
internal sealed class LiveEvents
{
    private const int Waiting = 64;

    private readonly ConcurrentDictionary<Channel<string>, bool> _listeners = new();
    private readonly ConcurrentDictionary<string, long> _told = new();
    private long _now;

    /// <summary>The number of the newest news; 0 before the first.</summary>
    public long Now => Interlocked.Read(ref _now);

    /// <summary>Tells every listener. Never waits; a listener that does not keep up misses the oldest.</summary>
    public void Publish(string topic)
    {
        _told[topic] = Interlocked.Increment(ref _now);
        foreach (var listener in _listeners.Keys) listener.Writer.TryWrite(topic);
    }

    /// <summary>The topics told after that number, each once, and those from now on, until the listener goes.</summary>
    public async IAsyncEnumerable<string> Listen(long since, [EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        // First in the list, then the past: what is told between the two comes twice, and never not at all.
        _listeners[channel] = true;
        try
        {
            foreach (var (topic, number) in _told)
            {
                if (number > since) yield return topic;
            }

            await foreach (var topic in channel.Reader.ReadAllAsync(ct)) yield return topic;
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }
}
