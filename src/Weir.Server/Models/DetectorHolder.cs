namespace Weir.Server.Models;

/// <summary>The one reference through which every request finds its detector. A request keeps the one it began with.</summary>
internal sealed class DetectorHolder(ServedDetector first)
{
    private volatile ServedDetector _current = first;

    /// <summary>The detector for a request that begins now.</summary>
    public ServedDetector Current => _current;

    /// <summary>From now on this one answers.</summary>
    public void Swap(ServedDetector next) => _current = next;
}
