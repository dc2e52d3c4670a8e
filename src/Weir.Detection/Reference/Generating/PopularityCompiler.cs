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
}
