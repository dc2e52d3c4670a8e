using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Server.Live;

namespace Weir.Server.Models;

/// <summary>
/// Asks on a beat whether model or lists changed, and swaps the new detector in. The look gives the detector that should answer when it
/// changed, and null while it has not.
/// </summary>
internal sealed class ChampionWatcher(DetectorHolder holder, Func<ServedDetector?> look, ServerOptions options, TimeProvider time, LiveEvents live, ILogger<ChampionWatcher> log)
    : BackgroundService
{
    private string? _lastFault;

    /// <summary>One look; true when another detector answers from now on. A failed look changes nothing.</summary>
    public bool Look()
    {
        try
        {
            if (look() is not { } next) return false;
            holder.Swap(next);
            live.Publish("models");
            if (next.Problem is { } problem && problem != _lastFault) ServerLog.ModelRefused(log, problem);
            _lastFault = next.Problem;
            ServerLog.ModelServes(log, next.Model?.Version ?? "none", next.Origin);
            return true;
        }
        catch (Exception failure) // a door: a broken file or a locked database must not stop the answers
        {
            if (failure.Message != _lastFault) ServerLog.ModelRefused(log, failure.Message);
            _lastFault = failure.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(options.ChampionPoll, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the watch ends with it.
        }
    }
}
