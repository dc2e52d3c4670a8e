using System.Runtime.InteropServices;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Reference;

/// <summary>A shared-host list that names an ordinary popular site makes its whole traffic look suspicious.</summary>
public sealed class PopularHostsTests
{
    private const int PopularRank = 1000;

    [Theory]
    [InlineData("free-hosting")]
    [InlineData("dynamic-dns")]
    public void No_very_popular_domain_is_on_the_list_unless_it_was_reviewed(string list)
    {
        HashSet<ulong> reviewed = [.. Reviewed(list).Select(domain => HostHash.Of(domain))];
        var ranks = Ranks();
        Assert.Empty(Listed(list).Where(hash => ranks.ContainsKey(hash) && !reviewed.Contains(hash)).Select(hash => $"rank {ranks[hash]}"));
    }

    [Theory]
    [InlineData("free-hosting")]
    [InlineData("dynamic-dns")]
    public void Every_reviewed_domain_is_listed_and_very_popular(string list)
    {
        HashSet<ulong> listed = [.. Listed(list)];
        Assert.All(Reviewed(list), domain => Assert.True(
            listed.Contains(HostHash.Of(domain)) && ReferenceLists.Embedded.Popularity.Rank(domain) is > 0 and <= PopularRank, domain));
    }

    private static IEnumerable<string> Reviewed(string list) =>
        File.ReadLines(Path.Combine(Repository.Root, "tools", "reference", "popular-hosts.csv"))
            .Select(line => line.Split(',')).Where(fields => fields[0] == list).Select(fields => fields[1]);

    private static ulong[] Listed(string list) => MemoryMarshal.Cast<byte, ulong>(ReferenceLists.ReadShipped(list).Payload.Span).ToArray();

    // The lists hold hashes only, so a fault is named by its rank.
    private static Dictionary<ulong, int> Ranks()
    {
        ReadOnlySpan<byte> payload = ReferenceLists.ReadShipped(ListNames.Popularity).Payload.Span;
        ReadOnlySpan<int> head = MemoryMarshal.Cast<byte, int>(payload[..8]);
        ReadOnlySpan<int> buckets = MemoryMarshal.Cast<byte, int>(payload.Slice(8, head[1] * 8));
        ReadOnlySpan<ulong> hashes = MemoryMarshal.Cast<byte, ulong>(payload[(8 + head[1] * 8)..]);
        var ranks = new Dictionary<ulong, int>();
        for (int i = 0; i < PopularRank; i++) ranks.TryAdd(hashes[i], i + 1);
        int from = head[0];
        for (int i = 0; i < buckets.Length && buckets[i] <= PopularRank; from += buckets[i + 1], i += 2)
            foreach (ulong hash in hashes.Slice(from, buckets[i + 1])) ranks.TryAdd(hash, buckets[i]);
        return ranks;
    }
}
