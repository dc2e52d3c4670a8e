namespace Weir.Server.Jobs;

/// <summary>Wakes who runs the jobs of this process when one wants turns.</summary>
internal sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>Something may want a turn.</summary>
    public void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException) // it is awake already
        {
        }
    }

    /// <summary>Returns when woken, or after some time.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _signal.WaitAsync(atMost, ct);

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();
}
