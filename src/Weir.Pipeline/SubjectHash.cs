using Weir.Pipeline.Datasets;

namespace Weir.Pipeline;

/// <summary>The key under which a subject stands in the history of verdicts: the same on every machine, and not its text.</summary>
public static class SubjectHash
{
    /// <summary>The key of a canonical subject; 0 for one that could not be read.</summary>
    public static long Of(string? canonical) => canonical is null ? 0 : unchecked((long)DomainBuckets.Hash(canonical));
}
