using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Storage;

namespace Weir.Server.Models;

/// <summary>
/// The server's view of its detector source: gives a detector when the model or the lists changed since the last look. One look
/// is cheap while nothing changed. Used by one thread at a time; the store by any.
/// </summary>
internal sealed class DetectorFeed(DetectorSource source, bool isPinned = false) : IDisposable
{
    private long? _seen;
    private bool _fellBack;

    /// <summary>The feed that the options ask for.</summary>
    public static DetectorFeed Of(ServerOptions options, TimeProvider time) => new(new DetectorSource(new StoreAddress(options.DataDirectory, options.Database), time, pinned: options.ModelVersion), options.ModelVersion is not null);

    /// <summary>The store, when the data directory holds one.</summary>
    public WeirStore? Store => source.Store;

    /// <summary>The detector that should answer, when it is another than at the last look; else null.</summary>
    public ServedDetector? Look()
    {
        try
        {
            var revision = source.Revision();
            if (revision == _seen) return null;
            var loaded = source.Load();
            _seen = revision;
            return Served(loaded);
        }
        catch (StoreException unreadable) when (_seen is null && !_fellBack && !isPinned)
        {
            // Nothing serves yet: the baseline is better than no answer. The looks that follow try the store again.
            _fellBack = true;
            return Served(source.Fallback(unreadable.Message));
        }
    }

    private static ServedDetector Served(LoadedDetector loaded)
    {
        var model = loaded.Detector.Model;
        var served = new ServedDetector(loaded.Detector.Check, model is null ? null : new(model.Version, model.Sha256), loaded.Origin, model is null ? NoModel(loaded) : null, loaded.Problem)
        {
            Reference = loaded.Detector.Reference.All,
            CreateBlock = () => new DetectorBlock(loaded.Detector),
            Challenger = loaded.Challenger is { } challenger ? Beside(challenger) : null,
        };
        return loaded.Tenants is null ? served : served with { Tenants = loaded.Tenants.ToDictionary(tenant => tenant.Key, tenant => Own(served, loaded, tenant.Value), StringComparer.Ordinal) };
    }

    // The copy shares the counters of its models with the original.
    private static ServedDetector Own(ServedDetector served, LoadedDetector loaded, AccessLists lists) => served with
    {
        Check = loaded.Detector.With(lists).Check,
        CreateBlock = () => new DetectorBlock(loaded.Detector.With(lists)),
        Challenger = served.Challenger is { } beside ? beside with { Check = loaded.Challenger!.Detector.With(lists).Check } : null,
    };

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private static ServedChallenger Beside(LoadedChallenger challenger)
    {
        var (model, running) = (challenger.Detector.Model!, challenger.Deployment);
        var arm = new ServedArm(challenger.Detector.Check, new ModelIdentity(model.Version, model.Sha256));
        return new ServedChallenger(arm, running.Id, running.Mode == DeploymentPlan.Ab ? new TrafficShare(running.Id, running.Share) : null);
    }

    private static string NoModel(LoadedDetector loaded) => loaded.Problem
        ?? "No model is loaded: the data directory has no champion and none is shipped beside the program. Run `weir cycle --once`.";
}
