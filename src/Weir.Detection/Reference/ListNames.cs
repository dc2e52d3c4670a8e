namespace Weir.Detection.Reference;

/// <summary>File names (without extension) of the reference lists.</summary>
internal static class ListNames
{
    public const string Suffixes = "public-suffixes";
    public const string Popularity = "popularity";
    public const string Brands = "brands";
    public const string Labels = "label-trigrams";

    /// <summary>The host lists with the trait that an entry gives.</summary>
    public static readonly IReadOnlyList<(string Name, HostTraits Trait)> Hosts =
    [
        ("url-shorteners", HostTraits.Shortener),
        ("free-hosting", HostTraits.FreeHosting),
        ("file-hosts", HostTraits.FileHost),
        ("dynamic-dns", HostTraits.DynamicDns),
        ("disposable-mail", HostTraits.DisposableMail),
        ("abused-services", HostTraits.AbusedService),
    ];

    /// <summary>Every name, in the order in which people read them.</summary>
    public static IEnumerable<string> All => [Suffixes, Popularity, Brands, Labels, .. Hosts.Select(list => list.Name)];
}
