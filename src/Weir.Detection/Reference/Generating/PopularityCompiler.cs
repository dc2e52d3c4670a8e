using System.Globalization;
using System.Runtime.InteropServices;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference.Generating;

/// <summary>Compiles a ranking ("rank,domain") and a list of rank buckets ("upper bound,domain") into one table.</summary>
internal static class PopularityCompiler
{
    /// <summary>The first so many names of the ranking are kept.</summary>
    public const int Ranked = 50_000;

    /// <summary>The pairs of a ranking or bucket file, in its order; a heading and unreadable lines are passed over.</summary>
    public static List<(int Rank, string Domain)> Read(IEnumerable<string> lines)
    {
        var pairs = new List<(int, string)>();
        foreach (string line in lines)
        {
            string[] fields = line.Split(',');
            if (fields.Length < 2 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int rank)) continue;
            string domain = fields[1].Trim().ToLowerInvariant();
            if (DomainLines.IsDomain(domain)) pairs.Add((rank, domain));
        }
        return pairs;
    }

    /// <summary>The compiled list. A name in both is given its exact rank.</summary>
    public static ReferenceFile Compile(
        List<(int Rank, string Domain)> ranking, List<(int Rank, string Domain)> buckets, string source, DateOnly date)
    {
        // A rank is stored as a position: a name that was dropped above must not move those below it.
        ulong[] exact = new ulong[Math.Min(Ranked, ranking.Count == 0 ? 0 : ranking.Max(pair => pair.Rank))];
        foreach ((int rank, string domain) in ranking)
            if (rank >= 1 && rank <= exact.Length) exact[rank - 1] = HostHash.Of(domain);
        var known = exact.ToHashSet();
        var groups = buckets.Where(pair => known.Add(HostHash.Of(pair.Domain))).GroupBy(pair => pair.Rank).OrderBy(g => g.Key).ToList();
        known.Remove(0);

        int[] head = [exact.Length, groups.Count, .. groups.SelectMany(g => new[] { g.Key, g.Count() })];
        ulong[] hashes = [.. exact, .. groups.SelectMany(g => g.Select(pair => HostHash.Of(pair.Domain)).Order())];
        byte[] payload = [.. MemoryMarshal.AsBytes(head.AsSpan()), .. MemoryMarshal.AsBytes(hashes.AsSpan())];
        return new ReferenceFile(ListNames.Popularity, source, date, known.Count, payload);
    }

    /// <summary>A new ranking with the buckets of the list before it: no public address gives those.</summary>
    /// <exception cref="ReferenceFileException">The ranking is empty.</exception>
    public static ReferenceFile Renew(List<(int Rank, string Domain)> ranking, ReferenceFile old, int ranked, string source, DateOnly date)
    {
        if (ranking.Count == 0) throw new ReferenceFileException($"{source} ranks no domain");
        ulong[] exact = new ulong[Math.Min(ranked, ranking.Max(pair => pair.Rank))];
        foreach ((int rank, string domain) in ranking)
            if (rank >= 1 && rank <= exact.Length) exact[rank - 1] = HostHash.Of(domain);
        HashSet<ulong> known = [.. exact];

        ReadOnlySpan<int> before = MemoryMarshal.Cast<byte, int>(old.Payload.Span[..8]);
        ReadOnlySpan<int> buckets = MemoryMarshal.Cast<byte, int>(old.Payload.Span.Slice(8, before[1] * 8));
        ReadOnlySpan<ulong> rest = MemoryMarshal.Cast<byte, ulong>(old.Payload.Span[(8 + before[1] * 8)..])[before[0]..];
        List<int> head = [exact.Length, before[1]];
        List<ulong> hashes = [.. exact];
        for (int i = 0; i < buckets.Length; rest = rest[buckets[i + 1]..], i += 2)
        {
            ulong[] kept = [.. rest[..buckets[i + 1]].ToArray().Where(known.Add)];
            head.AddRange([buckets[i], kept.Length]);
            hashes.AddRange(kept);
        }
        known.Remove(0);
        byte[] payload = [.. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(head)), .. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(hashes))];
        return new ReferenceFile(ListNames.Popularity, source, date, known.Count, payload);
    }
}
