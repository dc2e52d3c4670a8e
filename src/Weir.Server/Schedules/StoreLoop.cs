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

    /// <summary>Opens the store; makes the directory and the database when they are not there. Throws what opening them throws.</summary>
    public StoreLoop(StoreAddress address, LearningOptions options, Func<ReferenceLists, CycleParts> parts, TimeProvider time, Action<CycleProgress>? progress = null)
    {
        _store = WeirStore.Open(address, time);
        var reference = ReferenceLists.Load(address.DataDirectory);
        _wiring = new LoopWiring(_store, options, parts(reference), reference, progress);
    }

    /// <inheritdoc/>
    public Task TickAsync(CancellationToken ct) => _wiring.TickAsync(ct);

    /// <summary>One round now.</summary>
    public Task<CycleResult> OnceAsync(bool force, CancellationToken ct) => _wiring.OnceAsync(force, ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        _wiring.Dispose();
        _store.Dispose();
    }
}
