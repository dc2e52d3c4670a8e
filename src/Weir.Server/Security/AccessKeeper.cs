using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Server.Security.Limits;
using Weir.Storage;

namespace Weir.Server.Security;

/// <summary>Beside the requests: takes over changed keys every half second, and writes uses and counts to the store every few seconds.</summary>
internal sealed class AccessKeeper(KeyRing keys, MeterBook meters, Func<WeirStore?> open, TimeProvider time, ILogger<AccessKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    private const int BeatsASave = 10;

    private bool _isFaulty;

    /// <summary>Writes what was used since the last time.</summary>
    public void Save()
    {
        if (open() is not { } store) return;
        if (keys.TakeUses() is { Count: > 0 } uses) store.Keys.Used(uses);
        meters.Save(store);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Try(Save);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            for (var count = 1; await beat.WaitForNextTickAsync(stoppingToken); count++)
                Try(count % BeatsASave == 0 ? () => { keys.Refresh(); Save(); } : keys.Refresh);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, and the keeper with it.
        }
    }

    private void Try(Action act)
    {
        try
        {
            act();
            _isFaulty = false;
        }
        catch (StoreException fault)
        {
            if (!_isFaulty) ServerLog.AccessNotKept(log, fault.Message);
            _isFaulty = true;
        }
    }
}
