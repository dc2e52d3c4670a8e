using Weir.Detection;
using Weir.Pipeline.Registry;

namespace Weir.Server.Models;

/// <summary>
/// The server's look at <see cref="DetectorSource"/>: another detector when champion or lists changed. One look is cheap while
/// nothing changed. Used by one thread at a time.
/// </summary>
internal sealed class DetectorFeed(ServerOptions options, TimeProvider time, string baselinePath) : IDisposable
{
    private readonly DetectorSource _source = new(options.DataDirectory, time, baselinePath);

    private long? _served;

    /// <summary>The feed of a data directory and the baseline beside the program.</summary>
    public static DetectorFeed Of(ServerOptions options, TimeProvider time) => new(options, time, DetectorSource.ShippedBaseline);

    /// <summary>The detector that should answer, when it is another than at the last look; else null.</summary>
    public ServedDetector? Look()
    {
        var revision = _source.Revision();
        if (revision == _served) return null;
        var loaded = _source.Load();
        _served = revision;
        var model = loaded.Detector.Model;
        return new ServedDetector(
            loaded.Detector.Check, model is null ? null : new ModelIdentity(model.Version, model.Sha256), loaded.Origin,
            model is null ? "No model is loaded: the data directory has no champion and none is shipped beside the program. Run `weir cycle --once`." : null,
            loaded.Problem);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
