namespace Weir.Server.Verdicts;

/// <summary>So many in a second, and a burst of twenty seconds' worth after a pause. Taking costs no clock; somebody refills it on a beat.</summary>
internal sealed class Allowance(int perSecond)
{
    private const int BurstSeconds = 20;

    private readonly long _burst = (long)perSecond * BurstSeconds;
    private long _left = (long)perSecond * BurstSeconds;
    private double _rest;

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake() => Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) >= 0;

    /// <summary>Gives what the time since the last refill allows. For one thread.</summary>
    public void Refill(TimeSpan since)
    {
        var earned = Math.Min(_burst, _rest + perSecond * Math.Max(0, since.TotalSeconds));
        _rest = earned - Math.Floor(earned);
        var left = Math.Max(0, Volatile.Read(ref _left));
        // Takers may come between; they are few against the burst, and the next refill knows of them.
        Interlocked.Add(ref _left, Math.Min(_burst, left + (long)earned) - left);
    }
}
