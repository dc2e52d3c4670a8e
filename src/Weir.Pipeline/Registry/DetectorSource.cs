using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Learning;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Settings;

namespace Weir.Pipeline.Registry;

/// <summary>
/// A detector and where its model comes from: champion, pinned, baseline, or none (every subject is then unknown). The problem is
/// one sentence when the champion could not be loaded and something else serves in its place.
/// </summary>
public sealed record LoadedDetector(Detector Detector, string Origin, string? Problem)
{
    /// <summary>The challenger that runs beside the champion; null when none does.</summary>
    public LoadedChallenger? Challenger { get; init; }

    /// <summary>The list entries of each tenant other than main, which hold for its checks on top of those of main; null when none has any.</summary>
    public IReadOnlyDictionary<string, AccessLists>? Tenants { get; init; }
}

/// <summary>A challenger that runs beside the champion, with its detector.</summary>
public sealed record LoadedChallenger(Detector Detector, DeploymentRecord Deployment);

/// <summary>
/// Makes the detector of a data directory: the version that is pinned, else the champion of its registry, else the baseline, else
/// one without a model; always with the lists of the store. Reads only: a directory without a database stays without one.
/// </summary>
public sealed class DetectorSource(StoreAddress address, TimeProvider time, string? baselineFile = null, string? pinned = null) : IDisposable
{
    private readonly Lock _opening = new();
    private ReferenceLists? _reference;
    private Dictionary<string, UrlModel> _models = new(StringComparer.Ordinal);
    private WeirStore? _store;

    /// <summary>The baseline that is shipped beside the executable.</summary>
    public static string ShippedBaseline { get; } = Path.Combine(AppContext.BaseDirectory, "models", "url-baseline.weir");

    /// <summary>The store of the data directory, kept open; null while there is none. Looking never makes one.</summary>
    public WeirStore? Store
    {
        get
        {
            lock (_opening) return _store ??= WeirStore.Exists(address) ? WeirStore.Open(address, time) : null;
        }
    }

    /// <summary>Grows when another detector must be loaded; costs two small reads. 0 without a database.</summary>
    public long Revision() => Store is { } store ? store.Settings.Revision(ModelStore.Revision) + store.Settings.Revision(ListStore.Revision) : 0;

    /// <summary>
    /// Loads the detector; a model that did not change since the last load is not read again. <see cref="StoreException"/> when the
    /// database cannot be read, <see cref="ModelFileException"/> when the pinned version or the baseline cannot.
    /// </summary>
    public LoadedDetector Load()
    {
        var (model, origin, problem) = Model();
        UrlModel? challenger = null;
        var running = origin == "champion" ? Challenger(ref problem, out challenger) : null;
        _models = ((UrlModel?[])[model, challenger]).OfType<UrlModel>().DistinctBy(one => one.Sha256).ToDictionary(one => one.Sha256);
        var lists = Lists();
        return new LoadedDetector(Around(model, lists), origin, problem)
        {
            Challenger = running is null ? null : new LoadedChallenger(Around(challenger, lists), running),
            Tenants = Store?.Lists.OfTenants() is { Count: > 0 } tenants
                ? tenants.ToDictionary(tenant => tenant.Key, tenant => AccessLists.Build(tenant.Value, Reference.Suffixes), StringComparer.Ordinal) : null,
        };
    }

    /// <summary>The shipped baseline, or nothing, in place of what a store would serve that cannot be read; with the shipped lists only.</summary>
    public LoadedDetector Fallback(string problem)
    {
        _reference ??= ReferenceLists.Load(address.DataDirectory);
        var model = Baseline();
        return new LoadedDetector(new Detector(model, _reference, AccessLists.Empty, time), model is null ? "none" : "baseline", problem);
    }

    /// <summary>A detector of another model, with the same reference lists and access lists.</summary>
    public Detector Around(UrlModel? model) => Around(model, Lists());

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    private (UrlModel? Model, string Origin, string? Problem) Model()
    {
        if (pinned is not null) return (Pinned(pinned), "pinned", null);
        string? problem = null;
        if (Store is { } store && store.Models.Champion() is { } champion)
        {
            try
            {
                return (Read(store, store.Models.Find(champion.Version)!), "champion", null);
            }
            catch (ModelFileException fault)
            {
                problem = fault.Message;
            }
        }

        return Baseline() is { } baseline ? (baseline, "baseline", problem) : (null, "none", problem);
    }

    // A challenger that cannot be read must not touch what the champion answers: it is told, and left out.
    private DeploymentRecord? Challenger(ref string? problem, out UrlModel? model)
    {
        model = null;
        if (Store is not { } store || store.Deployments.Running() is not { } running) return null;
        try
        {
            model = Read(store, store.Models.Find(running.Version)!);
            return running;
        }
        catch (ModelFileException fault)
        {
            problem = fault.Message;
            return null;
        }
    }

    private Detector Around(UrlModel? model, AccessLists lists) => new(model, Reference, lists, time);

    private ReferenceLists Reference => _reference ??= ReferenceLists.Load(address.DataDirectory);

    private AccessLists Lists()
    {
        var entries = Store?.Lists.All() ?? [];
        return entries.Count == 0 ? AccessLists.Empty : AccessLists.Build(entries, Reference.Suffixes);
    }

    private UrlModel Pinned(string version)
    {
        if (Store is { } store && store.Models.Find(version) is { } model) return Read(store, model);
        return Baseline() is { } baseline && baseline.Version == version ? baseline : throw new ModelFileException(
            $"MODEL_VERSION asks for the model {version}, but no model has that version; `weir models list` names them, and without MODEL_VERSION the champion serves.");
    }

    private UrlModel Read(WeirStore store, ModelVersion version) => _models.TryGetValue(version.Sha256, out var known)
        ? known
        : UrlModel.Read(new ModelRegistry(store).Read(version), version.Version, version.Version);

    private UrlModel? Baseline()
    {
        var file = baselineFile ?? ShippedBaseline;
        return File.Exists(file) ? UrlModel.Load(file) : null;
    }
}
