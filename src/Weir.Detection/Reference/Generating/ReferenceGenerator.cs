using Weir.Detection.Urls;

namespace Weir.Detection.Reference.Generating;

/// <summary>Builds all shipped lists from a folder of source files and the hand-written tables of tools/reference.</summary>
public sealed class ReferenceGenerator
{
    private readonly ReferenceSources _sources;
    private readonly string _tables;
    private readonly DateOnly _date;
    private readonly List<(int Rank, string Domain)> _ranking;
    private readonly List<(int Rank, string Domain)> _buckets;

    private ReferenceGenerator(string sources, string tables, DateOnly date)
    {
        _sources = new ReferenceSources(sources);
        (_tables, _date) = (tables, date);
        _ranking = PopularityCompiler.Read(_sources.Lines(ReferenceSources.Ranking));
        _buckets = PopularityCompiler.Read(_sources.Lines(ReferenceSources.Buckets));
    }

    /// <summary>Writes one .bin file a list; returns what was written.</summary>
    /// <param name="sources">Folder of the source files, plain or .gz.</param>
    /// <param name="tables">Folder of brands.csv and exclusions.csv.</param>
    /// <param name="output">Folder of the .bin files; made when missing.</param>
    /// <param name="date">Day of the content.</param>
    /// <exception cref="ReferenceFileException">A source is missing or unreadable, or a brand domain is not proven.</exception>
    public static IReadOnlyList<ReferenceList> Run(string sources, string tables, string output, DateOnly date)
    {
        Directory.CreateDirectory(output);
        var written = new List<ReferenceList>();
        foreach (ReferenceFile file in new ReferenceGenerator(sources, tables, date).Build())
        {
            File.WriteAllBytes(Path.Combine(output, file.Name + ".bin"), file.ToBytes());
            written.Add(new ReferenceList(file.Name, file.Source, file.Date, file.Count));
        }
        return written;
    }

    private IEnumerable<ReferenceFile> Build()
    {
        ReferenceFile suffixes = SuffixCompiler.Compile(_sources.Lines(ReferenceSources.Suffixes), "publicsuffix.org (MPL-2.0)", _date);
        yield return suffixes;
        yield return PopularityCompiler.Compile(_ranking, _buckets, "tranco-list.eu, radar.cloudflare.com", _date);
        yield return LabelCompiler.Compile(_ranking, suffixes.ToSuffixes(), "names of the Tranco list", _date);
        IReadOnlyDictionary<string, HashSet<string>> excluded = Exclusions();
        foreach ((string name, string file) in ReferenceSources.Hosts)
            yield return HostListCompiler.Compile(
                name, _sources.Lines(file), excluded.GetValueOrDefault(name) ?? [], $"public lists ({file}), reviewed", _date);
        HashSet<string> proof = Proof(suffixes.ToSuffixes());
        yield return BrandCompiler.Compile(File.ReadLines(Path.Combine(_tables, "brands.csv")), proof.Contains, "tools/reference/brands.csv", _date);
    }

    // Reviewed by hand: ordinary sites that a source lists by mistake.
    private Dictionary<string, HashSet<string>> Exclusions() =>
        File.ReadLines(Path.Combine(_tables, "exclusions.csv")).Skip(1).Select(line => line.Split(','))
            .GroupBy(fields => fields[0]).ToDictionary(group => group.Key, group => group.Select(fields => fields[1]).ToHashSet());

    private HashSet<string> Proof(PublicSuffixes suffixes)
    {
        IEnumerable<string> listed = _sources.Lines("bank_websites").Select(DomainLines.Clean).OfType<string>();
        IEnumerable<string> targets = _sources.Lines("brands_most_targeted").SelectMany(line => line.Split(',', ' ')).Where(DomainLines.IsDomain);
        IEnumerable<string> all = _ranking.Concat(_buckets).Select(pair => pair.Domain).Concat(listed).Concat(targets);
        return [.. all.Select(domain => suffixes.Registrable(domain).ToString()).Where(domain => domain.Length > 0)];
    }
}
