using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Schedules;

/// <summary>The loop of a data directory, with a store of its own.</summary>
public sealed class StoreLoop : ILoop
{
    private readonly WeirStore _store;
    private readonly LoopWiring _wiring;
    private readonly string _directory;
    private DateTime _settingsOf;

    /// <summary>Opens the store; makes the directory and the database when they are not there. Throws what opening them throws.</summary>
    public StoreLoop(StoreAddress address, LearningOptions options, Func<ReferenceLists, CycleParts> parts, TimeProvider time, Action<CycleProgress>? progress = null)
    {
        (_directory, _settingsOf) = (address.DataDirectory, File.GetLastWriteTimeUtc(SettingsFile.PathIn(address.DataDirectory)));
        _store = WeirStore.Open(address, time);
        var reference = ReferenceLists.Load(address.DataDirectory);
        _wiring = new LoopWiring(_store, options, parts(reference), reference, progress);
    }

    /// <inheritdoc/>
    public Task TickAsync(CancellationToken ct)
    {
        TakeNewFeeds();
        return _wiring.TickAsync(ct);
    }

    /// <inheritdoc/>
    public void Watch(ITableWatch watch) => _wiring.Watch(watch);

    /// <summary>One round now.</summary>
    public Task<CycleResult> OnceAsync(bool force, CancellationToken ct) => _wiring.OnceAsync(force, ct);

    // A feed that is added, paused or removed while the loop runs counts from its next turn on; all other settings from the next start.
    private void TakeNewFeeds()
    {
        var changed = File.GetLastWriteTimeUtc(SettingsFile.PathIn(_directory));
        if (changed == _settingsOf) return;
        _settingsOf = changed;
        try
        {
            _wiring.Take(LearningOptions.Read(_directory).Feeds);
        }
        catch (SettingsException)
        {
            // Written by hand and not usable: what was read before holds; `weir doctor` tells the faults.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wiring.Dispose();
        _store.Dispose();
    }
}
