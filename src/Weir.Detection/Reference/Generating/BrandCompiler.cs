namespace Weir.Detection.Reference.Generating;

/// <summary>Reads the hand-written brand table (name,sector,names,generic,domains) and refuses domains that nothing proves.</summary>
internal static class BrandCompiler
{
    /// <summary>The compiled brands.</summary>
    /// <param name="lines">CSV without quotes; lists inside a field are separated by spaces; '#' starts a comment line.</param>
    /// <param name="isProven">True for a domain that stands in a popularity list or a reference file.</param>
    /// <param name="source">Where the table comes from.</param>
    /// <param name="date">Day of the table.</param>
    /// <exception cref="ReferenceFileException">Unreadable lines, domains without proof or with two owners: all faults in one message.</exception>
    public static ReferenceFile Compile(IEnumerable<string> lines, Func<string, bool> isProven, string source, DateOnly date)
    {
        var brands = new List<Brand>();
        var faults = new List<string>();
        var owners = new Dictionary<string, string>();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("name,", StringComparison.Ordinal)) continue;
            if (Read(line) is not { } brand)
            {
                faults.Add($"line {number} is not name,sector,names,generic,domains");
                continue;
            }
            Check(brand, owners, isProven, faults);
            brands.Add(brand);
        }
        if (faults.Count > 0) throw new ReferenceFileException($"{source}: {string.Join("; ", faults)}.");
        return new ReferenceFile(ListNames.Brands, source, date, brands.Count, new Brands(brands).ToPayload());
    }

    private static Brand? Read(string line)
    {
        string[] fields = line.Split(',');
        if (fields.Length != 5 || fields[0].Length == 0 || fields[1].Length == 0) return null;
        return new Brand(fields[0], fields[1], Words(fields[2]), Words(fields[4])) { GenericNames = Words(fields[3]) };
    }

    private static void Check(Brand brand, Dictionary<string, string> owners, Func<string, bool> isProven, List<string> faults)
    {
        if (brand.Domains.Count == 0) faults.Add($"{brand.Name} has no domain");
        if (brand.Names.Count + brand.GenericNames.Count == 0) faults.Add($"{brand.Name} has no naming token");
        foreach (string domain in brand.Domains)
        {
            if (!owners.TryAdd(domain, brand.Name)) faults.Add($"{domain} belongs to both {owners[domain]} and {brand.Name}");
            if (!isProven(domain)) faults.Add($"{domain} ({brand.Name}) stands in no popularity list or reference file");
        }
    }

    private static string[] Words(string field) => field.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
