using Microsoft.Extensions.Hosting;
using Weir.Server.Live;
using Weir.Storage;

namespace Weir.Server.Jobs;

/// <summary>Tells open pages, at most once a second, that some job changed, whichever process changed it.</summary>
internal sealed class JobBeat(Func<WeirStore?> store, LiveEvents live, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = 0L;
        using var beat = new PeriodicTimer(Every, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                var change = LastChange();
                if (change != last) live.Publish(JobsTopic);
                last = change;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; nobody listens any more.
        }
    }

    /// <summary>The topic of events about jobs.</summary>
    public const string JobsTopic = "jobs";

    private long LastChange()
    {
        try
        {
            return store()?.Jobs.LastChange() ?? 0;
        }
        catch (StoreException) // told where it matters; a beat may be missed
        {
            return 0;
        }
    }
}
