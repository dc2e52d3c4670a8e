using Weir.Learning.Numerics;

namespace Weir.Pipeline.Deployment;

/// <summary>
/// Whose subject is whose in a test of two models: a stable hash of the text decides, so that the same subject is answered by the same
/// model on every machine and after every restart. Another deployment draws another line.
/// </summary>
public sealed class TrafficShare(long deployment, double share)
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly ulong _below = share >= 1 ? ulong.MaxValue : (ulong)(Math.Max(0, share) * ulong.MaxValue);

    /// <summary>Whether the challenger answers about this subject.</summary>
    public bool Takes(ReadOnlySpan<char> subject) => SplitMix64.Mix(Hash(subject), (ulong)deployment) < _below;

    // FNV-1a over the characters: short and the same everywhere, which string.GetHashCode is not.
    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = Offset;
        foreach (var c in text) hash = (hash ^ c) * Prime;
        return hash;
    }
}
