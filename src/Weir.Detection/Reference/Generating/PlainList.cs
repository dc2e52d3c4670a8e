namespace Weir.Detection.Reference.Generating;

/// <summary>Compiles a plain text override of the data directory: the upstream format of the list, or one domain a line.</summary>
internal static class PlainList
{
    /// <summary>The compiled list; its date is the file's last change.</summary>
    /// <exception cref="ReferenceFileException">The text is not such a list; the message names the file.</exception>
    public static ReferenceFile Compile(string name, string path)
    {
        DateOnly date = DateOnly.FromDateTime(File.GetLastWriteTimeUtc(path));
        string[] lines = File.ReadAllLines(path);
        return name switch
        {
            ListNames.Suffixes => SuffixCompiler.Compile(lines, path, date),
            ListNames.Popularity => PopularityCompiler.Compile(Ranks(lines), [], path, date),
            ListNames.Brands => BrandCompiler.Compile(lines, isProven: _ => true, path, date),
            ListNames.Labels => throw new ReferenceFileException($"{path}: the label model has no plain form; give a .bin file."),
            _ => HostListCompiler.Compile(name, lines, new HashSet<string>(), path, date),
        };
    }

    private static List<(int Rank, string Domain)> Ranks(string[] lines)
    {
        List<(int Rank, string Domain)> pairs = PopularityCompiler.Read(lines);
        return pairs.Count > 0 ? pairs : [.. lines.Select(DomainLines.Clean).OfType<string>().Select((domain, i) => (i + 1, domain))];
    }
}
