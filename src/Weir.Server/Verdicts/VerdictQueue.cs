using System.Collections.Concurrent;
using Weir.Detection;
using Weir.Pipeline.Deployment;
using Weir.Server.Security;

namespace Weir.Server.Verdicts;

/// <summary>
/// Verdicts on their way to the history. To hand one over never waits and allocates nothing but a place in the queue; what is beyond the
/// share or the rate that is kept is only counted. Bounded by the allowance: it is refilled by whoever empties the queue.
/// </summary>
internal sealed class VerdictQueue(VerdictSettings settings) : IDisposable
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<AskedVerdict> _waiting = new();
    private readonly Allowance _allowance = new(settings.PerSecond);
    private readonly VerdictTally _tally = new();
    private readonly VerdictNumbers _numbers = new();
    private long _number, _seen, _over, _drained;

    /// <summary>How many of those that were ever taken were given out by <see cref="Drain"/>; null while nothing outlives this process.</summary>
    public long? Settled { get; private set; }

    /// <summary>
    /// From now on the count of what was taken outlives this process. Gives back the count that was found, at least
    /// <paramref name="known"/>; null when another process has it.
    /// </summary>
    public long? Open(string dataDirectory, long known) => Settled = _tally.Open(dataDirectory, known, _drained);

    /// <summary>Takes a verdict for the history, or only counts it. Gives it back with the number under which it will be found, if it is kept.</summary>
    public Verdict Take(Verdict verdict, Caller by, JudgedRow? row = null)
    {
        Interlocked.Increment(ref _seen);
        if (settings.Share < 1 && !IsOfShare()) return verdict;
        if (!_allowance.TryTake())
        {
            Interlocked.Increment(ref _over);
            return verdict;
        }

        _tally.Accept();
        var numbered = verdict with { Id = _numbers.Next(verdict.CheckedAt) };
        _waiting.Enqueue(new AskedVerdict(numbered, by, row));
        return numbered;
    }

    /// <summary>Counts verdicts that are not for the history.</summary>
    public void Count(long verdicts) => Interlocked.Add(ref _seen, verdicts);

    /// <summary>Empties the queue. What could not be taken because this came late counts as dropped; what the rate kept out does not.</summary>
    public VerdictBatch Drain(TimeSpan since)
    {
        var verdicts = new List<AskedVerdict>();
        while (_waiting.TryDequeue(out var verdict)) verdicts.Add(verdict);
        _drained += verdicts.Count;
        Settled += verdicts.Count;
        _allowance.Refill(since);
        var over = Interlocked.Exchange(ref _over, 0);
        var dropped = since > Late ? Math.Min(over, (long)(settings.PerSecond * since.TotalSeconds)) : 0;
        return new VerdictBatch(verdicts, Interlocked.Exchange(ref _seen, 0), dropped);
    }

    /// <inheritdoc/>
    public void Dispose() => _tally.Dispose();

    // Evenly spread over the verdicts, without chance: with a quarter, every fourth.
    private bool IsOfShare()
    {
        var number = Interlocked.Increment(ref _number);
        return Math.Floor(number * settings.Share) > Math.Floor((number - 1) * settings.Share);
    }
}

/// <summary>What came since the last beat: verdicts to keep, how many were given at all, and how many were dropped.</summary>
internal sealed record VerdictBatch(IReadOnlyList<AskedVerdict> Verdicts, long Seen, long Dropped);
