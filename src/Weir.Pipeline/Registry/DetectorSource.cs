using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Learning;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Settings;

namespace Weir.Pipeline.Registry;

/// <summary>
/// A detector and where its model comes from: champion, baseline, or none (every subject is then unknown). The problem is one
/// sentence when the champion could not be loaded and something else serves in its place.
/// </summary>
public sealed record LoadedDetector(Detector Detector, string Origin, string? Problem);

/// <summary>
/// Makes the detector of a data directory: the champion of its registry with its lists, else the baseline, else one without a
/// model. Reads only: a directory without a database stays without one.
/// </summary>
public sealed class DetectorSource(string dataDirectory, TimeProvider time, string? baselineFile = null) : IDisposable
{
    private WeirStore? _store;

    /// <summary>The baseline that is shipped beside the executable.</summary>
    public static string ShippedBaseline { get; } = Path.Combine(AppContext.BaseDirectory, "models", "url-baseline.weir");

    /// <summary>Grows when another detector must be loaded; costs two small reads. 0 without a database.</summary>
    public long Revision() => Store() is { } store ? store.Settings.Revision(ModelStore.Revision) + store.Settings.Revision(ListStore.Revision) : 0;

    /// <summary>A detector with this model and the lists of the data directory.</summary>
    public Detector With(UrlModel model)
    {
        var reference = ReferenceLists.Load(dataDirectory);
        return new Detector(model, reference, Lists(reference), time);
    }

    /// <summary>Loads the detector. <see cref="StoreException"/> when the database cannot be read.</summary>
    public LoadedDetector Load()
    {
        var reference = ReferenceLists.Load(dataDirectory);
        var (model, origin, problem) = Model();
        return new LoadedDetector(new Detector(model, reference, Lists(reference), time), origin, problem);
    }

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    private (UrlModel? Model, string Origin, string? Problem) Model()
    {
        string? problem = null;
        if (Store() is { } store && store.Models.Champion() is { } champion)
        {
            try
            {
                var bytes = new ModelRegistry(store).Read(store.Models.Find(champion.Version)!);
                return (UrlModel.Read(bytes, champion.Version), "champion", null);
            }
            catch (ModelFileException fault)
            {
                problem = fault.Message;
            }
        }

        var baseline = baselineFile ?? ShippedBaseline;
        return File.Exists(baseline) ? (UrlModel.Load(baseline), "baseline", problem) : (null, "none", problem);
    }

    private AccessLists Lists(ReferenceLists reference) =>
        Store() is { } store ? AccessLists.Build(store.Lists.All(), reference.Suffixes) : AccessLists.Empty;

    private WeirStore? Store() => _store ??= WeirStore.Exists(dataDirectory) ? WeirStore.Open(dataDirectory, time) : null;
}
