namespace Weir.Detection.Reference.Generating;

/// <summary>Where the lists that can be refreshed are published.</summary>
public static class ReferenceAddresses
{
    /// <summary>Address of each list, by name, in the order in which they are fetched.</summary>
    public static IReadOnlyList<(string Name, string Address)> Public { get; } =
    [
        (ListNames.Suffixes, "https://publicsuffix.org/list/public_suffix_list.dat"),
        (ListNames.Popularity, "https://tranco-list.eu/top-1m.csv.zip"),
        ("url-shorteners", "https://raw.githubusercontent.com/PeterDaveHello/url-shorteners/master/list"),
        ("free-hosting", "https://raw.githubusercontent.com/sublime-security/static-files/master/free_subdomain_hosts.txt"),
        ("dynamic-dns", "https://raw.githubusercontent.com/alexandrosmagos/dyn-dns-list/main/links.txt"),
    ];

    /// <summary>Names of all lists that have a plain form and so can be refreshed from an address.</summary>
    public static IReadOnlyList<string> Names { get; } = [ListNames.Suffixes, ListNames.Popularity, .. ListNames.Hosts.Select(list => list.Name)];
}
