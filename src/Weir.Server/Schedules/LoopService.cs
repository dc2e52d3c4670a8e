using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Pipeline;

namespace Weir.Server.Schedules;

/// <summary>Gives the loop its turn on a beat, for as long as the server runs. The loop is opened late and again when that failed.</summary>
/// <param name="open">Opens the loop of the data directory.</param>
/// <param name="options">The beat.</param>
/// <param name="watch">Looks on at what it does to tables.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears what went wrong.</param>
internal sealed class LoopService(Func<ILoop> open, ServerOptions options, ITableWatch watch, TimeProvider time, ILogger<LoopService> log) : BackgroundService
{
    private string? _lastFault;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ILoop? loop = null;
        try
        {
            // The first answers come before the first duties.
            await Task.Delay(options.FirstTick, time, stoppingToken);
            using var beat = new PeriodicTimer(options.Tick, time);
            do loop = await TurnAsync(loop, stoppingToken);
            while (await beat.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what the loop had begun goes on at the next start.
        }
        finally
        {
            loop?.Dispose();
        }
    }

    private ILoop Opened()
    {
        var loop = open();
        loop.Watch(watch);
        return loop;
    }

    private async Task<ILoop?> TurnAsync(ILoop? loop, CancellationToken ct)
    {
        try
        {
            loop ??= Opened();
            await loop.TickAsync(ct);
            _lastFault = null;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested) // a door: a locked or damaged database must not stop the answers
        {
            if (fault.Message != _lastFault) ServerLog.LoopFailed(log, fault.Message);
            _lastFault = fault.Message;
        }

        return loop;
    }
}

/// <summary>What the service turns: the learning loop, or that of a collector.</summary>
public interface ILoop : IDisposable
{
    /// <summary>Does what is due.</summary>
    public Task TickAsync(CancellationToken ct);

    /// <summary>Lets somebody look on at what it does to tables; a loop that does nothing to them need not care.</summary>
    public void Watch(ITableWatch watch)
    {
    }
}
