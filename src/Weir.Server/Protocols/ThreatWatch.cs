using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Detection.Reference;
using Weir.Pipeline.Threats;
using Weir.Server.Protocols.SafeBrowsing;
using Weir.Storage;

namespace Weir.Server.Protocols;

/// <summary>
/// Keeps the list of threats and its hashes up to date: on a beat, and before an answer that should hold what was changed just now.
/// A store that fails leaves what is known.
/// </summary>
internal sealed class ThreatWatch(Func<WeirStore?> open, KnownHashes known, ServerOptions options, TimeProvider time, ILogger<ThreatWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private ThreatRefresh? _refresh;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;
    private string? _lastFault;

    /// <summary>Looks now. When a look is under way it is waited for, but not long: then what is known has to do.</summary>
    public void Look()
    {
        if (!_lock.TryEnter(Patience)) return;
        try
        {
            ReadAll(CancellationToken.None);
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Looks, unless the last look was within a second.</summary>
    public void LookIfOld()
    {
        if (time.GetUtcNow() - _lookedAt >= Recent) Look();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken)) await Task.Run(Look, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what was begun goes on at the next start.
        }
    }

    private void ReadAll(CancellationToken ct)
    {
        _lookedAt = time.GetUtcNow();
        try
        {
            if (open() is not { } store) return;
            (_refresh ??= new ThreatRefresh(store, ReferenceLists.Load(options.DataDirectory))).Look(ct);
            known.Update(store.Threats);
            _lastFault = null;
        }
        catch (StoreException fault)
        {
            if (fault.Message != _lastFault) ServerLog.ThreatsRefused(log, fault.Message);
            _lastFault = fault.Message;
        }
    }
}
