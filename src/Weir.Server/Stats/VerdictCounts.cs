using Weir.Detection;

namespace Weir.Server.Stats;

/// <summary>
/// Counts verdicts by channel and decision, and how long each took, since the server started. Counting costs nanoseconds, allocates nothing
/// and is safe on any thread: each processor counts in cells of its own.
/// </summary>
internal sealed class VerdictCounts
{
    private const int Decisions = 4;
    private const int Channels = 4;

    /// <summary>Upper bounds of the buckets of durations, seconds; what took longer falls into one more.</summary>
    public static readonly double[] Bounds = [1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    // A channel: decisions, buckets, the sum of ticks. A stripe: its channels, rounded up to whole cache lines.
    private static readonly int ChannelCells = Decisions + Bounds.Length + 2;
    private static readonly int StripeCells = (Channels * ChannelCells + 15) / 16 * 16;
    private static readonly int Stripes = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 32));

    private readonly long[] _cells = new long[Stripes * StripeCells];
    private readonly long[] _bounds;
    private readonly double _frequency;

    public VerdictCounts(TimeProvider time)
    {
        Since = time.GetUtcNow();
        _frequency = time.TimestampFrequency;
        _bounds = [.. Bounds.Select(bound => (long)(bound * _frequency))];
    }

    /// <summary>When counting began, UTC.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>How many verdicts carried this decision, over all channels.</summary>
    public long this[Decision decision] => Enumerable.Range(0, Channels).Sum(channel => Sum(channel * ChannelCells + (int)decision));

    /// <summary>How many verdicts of a channel carried this decision.</summary>
    public long Of(Channel channel, Decision decision) => Sum((int)channel * ChannelCells + (int)decision);

    /// <summary>How many verdicts of a channel fell into each bucket, one more than there are bounds, and their seconds together.</summary>
    public (long[] Buckets, double Seconds) Durations(Channel channel)
    {
        var first = (int)channel * ChannelCells + Decisions;
        var buckets = Enumerable.Range(first, Bounds.Length + 1).Select(Sum).ToArray();
        return (buckets, Sum(first + Bounds.Length + 1) / _frequency);
    }

    /// <summary>Counts one verdict that took so many ticks of the clock.</summary>
    public void Count(Channel channel, Decision decision, long ticks)
    {
        var cells = _cells.AsSpan((Thread.GetCurrentProcessorId() & (Stripes - 1)) * StripeCells + (int)channel * ChannelCells, ChannelCells);
        Interlocked.Increment(ref cells[(int)decision]);
        Interlocked.Increment(ref cells[Decisions + Bucket(ticks)]);
        Interlocked.Add(ref cells[^1], ticks);
    }

    private int Bucket(long ticks)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && ticks > _bounds[bucket]) bucket++;
        return bucket;
    }

    private long Sum(int cell)
    {
        var sum = 0L;
        for (var stripe = 0; stripe < Stripes; stripe++) sum += Interlocked.Read(ref _cells[stripe * StripeCells + cell]);
        return sum;
    }
}
