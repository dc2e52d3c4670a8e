using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Storage;

namespace Weir.Server.Models;

/// <summary>
/// Where the server's detectors come from: the champion of the registry, else the shipped baseline, else none. One look is
/// cheap while nothing changed. Used by one thread at a time.
/// </summary>
internal sealed class DetectorFeed(ServerOptions options, TimeProvider time, string baselinePath) : IDisposable
{
    private WeirStore? _store;

    private string? _served;

    /// <summary>The feed of a data directory and the baseline beside the program.</summary>
    public static DetectorFeed Of(ServerOptions options, TimeProvider time) =>
        new(options, time, Path.Combine(AppContext.BaseDirectory, "models", "url-baseline.weir"));

    /// <summary>The store, when the data directory holds one; looking never makes one.</summary>
    public WeirStore? Store => _store ??= WeirStore.Exists(options.DataDirectory) ? WeirStore.Open(options.DataDirectory, time) : null;

    /// <summary>The detector that should answer, when it is another than at the last look; else null.</summary>
    public ServedDetector? Look()
    {
        var champion = Store?.Models.Champion();
        var wanted = champion?.Sha256 ?? (File.Exists(baselinePath) ? "baseline" : "none");
        if (wanted == _served) return null;
        var next = champion is not null ? Serve(Path.Combine(options.DataDirectory, champion.File), "champion", champion.Sha256)
            : wanted is "baseline" ? Serve(baselinePath, "baseline", null)
            : Serve(null);
        _served = wanted;
        return next;
    }

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    private ServedDetector Serve(string path, string origin, string? sha256)
    {
        var model = UrlModel.Load(path);
        if (sha256 is not null && model.Sha256 != sha256)
            throw new ServerStartException($"the model file '{path}' is not the one that was promoted; roll back with `weir models rollback`.");
        return new ServedDetector(Detector(model).Check, new ModelIdentity(model.Version, model.Sha256), origin, null);
    }

    private ServedDetector Serve(UrlModel? none) => new(Detector(none).Check, null, "none",
        "No model is loaded: the data directory has no champion and none is shipped beside the program. Run `weir cycle --once`.");

    private Detector Detector(UrlModel? model) => new(model, ReferenceLists.Load(options.DataDirectory), AccessLists.Empty, time);
}
