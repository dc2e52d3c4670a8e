using System.Text.Json;
using Weir.Detection;
using Weir.Pipeline.Checking;

namespace Weir.Server.Jobs;

/// <summary>A name and how often it occurred.</summary>
internal sealed record Counted(string Name, long Count);

/// <summary>What the rows of a job came to.</summary>
/// <param name="Decisions">Rows by decision.</param>
/// <param name="Categories">Rows that were not benign by category, most first.</param>
/// <param name="Domains">Such rows by registrable domain, most first; of very many domains the rare ones are counted from when they were last seen.</param>
/// <param name="Brands">Such rows by the brand that they name, most first.</param>
internal sealed record JobFigures(IReadOnlyDictionary<string, long> Decisions, IReadOnlyList<Counted> Categories, IReadOnlyList<Counted> Domains, IReadOnlyList<Counted> Brands);

/// <summary>Counts the rows of a job over its chunks, in bounded memory.</summary>
internal sealed class JobSummary
{
    private const int MostNames = 50_000;
    private const int KeptNames = 25_000;
    private const int StoredNames = 200;

    private readonly long[] _decisions = new long[4];
    private readonly Dictionary<string, long> _categories = [];
    private readonly Dictionary<string, long> _domains = [];
    private readonly Dictionary<string, long> _brands = [];

    /// <summary>Goes on counting from what was stored.</summary>
    public static JobSummary From(string stored)
    {
        var summary = new JobSummary();
        var figures = Read(stored);
        for (var i = 0; i < summary._decisions.Length; i++) summary._decisions[i] = figures.Decisions.GetValueOrDefault(NameOf((Decision)i));
        foreach (var (from, to) in ((IReadOnlyList<Counted>, Dictionary<string, long>)[])[(figures.Categories, summary._categories), (figures.Domains, summary._domains), (figures.Brands, summary._brands)])
            foreach (var counted in from) to[counted.Name] = counted.Count;
        return summary;
    }

    /// <summary>What was stored; nothing before the first chunk.</summary>
    public static JobFigures Read(string stored) => stored.Length == 0
        ? new(new Dictionary<string, long>(), [], [], [])
        : JsonSerializer.Deserialize<JobFigures>(stored, JsonSerializerOptions.Web)!;

    /// <summary>Takes up what a batch counted.</summary>
    public void Add(RowTally tally)
    {
        Add(tally.Categories, _categories);
        Add(tally.Brands, _brands);
        Add(tally.Domains, _domains);
    }

    /// <summary>Takes up the decisions of a chunk.</summary>
    public void Add(IReadOnlyList<long> decisions)
    {
        for (var i = 0; i < _decisions.Length; i++) _decisions[i] += decisions[i];
    }

    /// <summary>As it is stored.</summary>
    public string Store() => JsonSerializer.Serialize(
        new JobFigures(Enumerable.Range(0, _decisions.Length).ToDictionary(i => NameOf((Decision)i), i => _decisions[i]), Top(_categories), Top(_domains), Top(_brands)), JsonSerializerOptions.Web);

    private static string NameOf(Decision decision) => decision.ToString().ToLowerInvariant();

    private static void Add(Dictionary<string, long> from, Dictionary<string, long> to)
    {
        foreach (var (name, count) in from) to[name] = to.GetValueOrDefault(name) + count;
        if (to.Count <= MostNames) return;
        foreach (var (name, _) in to.OrderByDescending(pair => pair.Value).Skip(KeptNames).ToList()) to.Remove(name);
    }

    private static List<Counted> Top(Dictionary<string, long> counts) =>
        [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(StoredNames).Select(pair => new Counted(pair.Key, pair.Value))];
}
