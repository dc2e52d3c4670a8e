namespace Weir.Server.Models;

/// <summary>Where the server's detectors come from.</summary>
internal static class DetectorFeed
{
    /// <summary>Gives the detector of a data directory each time it changed; null while it has not.</summary>
    public static Func<ServedDetector?> Of(ServerOptions options, TimeProvider time)
    {
        var told = false;
        return () =>
        {
            if (told) return null;
            told = true;
            return ServedDetector.Without($"There is no model in {options.DataDirectory} and none beside the program.", time);
        };
    }
}
