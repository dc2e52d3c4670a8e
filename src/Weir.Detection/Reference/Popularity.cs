using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference;

/// <summary>
/// Ranks of popular domains and hosts, 1 = most visited. The rank is exact where a ranking names the domain; else it is the
/// upper bound of the bucket that does (200, 1000, ... 100000). Lookups are by hash: see <see cref="HostHash"/> for the odds.
/// </summary>
public sealed class Popularity
{
    private readonly HashIndex _ranks;

    /// <param name="payload">int32 number of exact ranks, int32 number of buckets, buckets as (int32 bound, int32 size), hashes in that order.</param>
    internal Popularity(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<int> head = MemoryMarshal.Cast<byte, int>(payload[..8]);
        ReadOnlySpan<int> buckets = MemoryMarshal.Cast<byte, int>(payload.Slice(8, head[1] * 8));
        ReadOnlySpan<ulong> hashes = MemoryMarshal.Cast<byte, ulong>(payload[(8 + head[1] * 8)..]);
        _ranks = new HashIndex(hashes.Length);
        Fill(_ranks, hashes[..head[0]], 1, step: 1);
        int from = head[0];
        for (int i = 0; i < buckets.Length; from += buckets[i + 1], i += 2)
            Fill(_ranks, hashes.Slice(from, buckets[i + 1]), buckets[i], step: 0);
    }

    /// <summary>Number of ranked names.</summary>
    public int Count => _ranks.Count;

    /// <summary>The rank of exactly this host or domain (ASCII, any case); 0 when it is not listed.</summary>
    public int Rank(ReadOnlySpan<char> hostOrDomain) => _ranks.Get(HostHash.Of(hostOrDomain));

    /// <summary>The same by <see cref="HostHash"/>.</summary>
    internal int Rank(ulong hostOrDomain) => _ranks.Get(hostOrDomain);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(HashIndex ranks, ReadOnlySpan<ulong> hashes, int rank, int step)
    {
        foreach (ulong hash in hashes)
        {
            if (hash != 0) ranks.TryAdd(hash, rank);
            rank += step;
        }
    }
}
