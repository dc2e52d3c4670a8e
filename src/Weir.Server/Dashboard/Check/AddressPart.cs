using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Server.Dashboard.Check;

/// <summary>A piece of an address: where it was read, and its text as it may be shown.</summary>
/// <param name="Kind">scheme, userinfo, subdomain, domain, suffix, host, port, path, query or fragment; mark for what stands between them.</param>
/// <param name="Text">The text, defanged and cut.</param>
internal sealed record AddressPart(string Kind, string Text)
{
    /// <summary>The name of the part for people.</summary>
    public string Name => Kind switch
    {
        "userinfo" => "User name",
        "domain" => "Registrable domain",
        "suffix" => "Public suffix",
        _ => char.ToUpperInvariant(Kind[0]) + Kind[1..],
    };

    /// <summary>What a reader should know about the part.</summary>
    public string Note => Kind switch
    {
        "scheme" => "how it would be fetched",
        "userinfo" => "only a name to log in with: it is not where the address leads",
        "subdomain" => "chosen freely by whoever owns the domain",
        "domain" => "who owns the address: the name that counts",
        "suffix" => "under which anybody can register",
        "host" => "the machine itself, without a name that somebody registered",
        "port" => "not the usual one of its scheme",
        "path" => "chosen freely by the owner",
        "query" => "what is handed to the page",
        "fragment" => "seen by the page only, not sent",
        _ => "",
    };
}

/// <summary>How an address was read: its parts in order, and what was odd in its text.</summary>
/// <param name="Parts">The parts with the marks between them; together they are the address.</param>
/// <param name="Tricks">Ways of disguise that its text shows, each in a sentence.</param>
/// <param name="Leads">Addresses to which it leads on, defanged.</param>
/// <param name="Canonical">The key that all its spellings share.</param>
/// <param name="IsShared">Whether many people share the registrable domain's parent.</param>
/// <param name="Error">Why it could not be read; null when it was.</param>
internal sealed record AddressReading(IReadOnlyList<AddressPart> Parts, IReadOnlyList<string> Tricks, IReadOnlyList<string> Leads, string? Canonical, bool IsShared, string? Error)
{
    private const int Longest = 300;

    /// <summary>Those parts that have a name.</summary>
    public IEnumerable<AddressPart> Named => Parts.Where(part => part.Kind != "mark");

    /// <summary>Reads a subject, defanged or not. Nothing is looked up and nothing kept.</summary>
    public static AddressReading Of(string subject)
    {
        if (!UrlParser.TryParse(Defang.Refanged(subject), new UrlScratch(), out var url, out var error))
            return new AddressReading([], [], [], null, false, UrlErrors.Sentence(error));
        var parts = new List<AddressPart> { new("scheme", Scheme(url.Scheme)) };
        parts.Add(new AddressPart("mark", url.IsWeb || !url.Host.IsEmpty ? "://" : ":"));
        if (!url.Userinfo.IsEmpty) parts.AddRange([new AddressPart("userinfo", Shown(url.Userinfo)), new AddressPart("mark", "@")]);
        var isShared = AddHost(parts, url);
        if (url.Port >= 0) parts.AddRange([new AddressPart("mark", ":"), new AddressPart("port", url.Port.ToString("0", null))]);
        if (!url.Path.IsEmpty) parts.Add(new AddressPart("path", Shown(url.Path)));
        if (url.HasQuery) parts.AddRange([new AddressPart("mark", "?"), new AddressPart("query", Shown(url.Query))]);
        if (url.HasFragment) parts.AddRange([new AddressPart("mark", "#"), new AddressPart("fragment", Shown(url.Fragment))]);
        return new AddressReading([.. parts.Where(part => part.Text.Length > 0)], OddMarks.Of(url.Marks), Destinations(url), CanonicalUrl.Of(url), isShared, null);
    }

    private static bool AddHost(List<AddressPart> parts, in Url url)
    {
        var host = url.Host;
        if (url.HostKind != HostKind.Domain || host.IsEmpty)
        {
            parts.Add(new AddressPart("host", Dotted(host)));
            return false;
        }

        var lists = ReferenceLists.Embedded;
        var match = lists.Suffixes.Match(host.TrimEnd('.'));
        if (!match.HasRegistrable)
        {
            parts.Add(new AddressPart(match.SuffixStart == 0 ? "suffix" : "host", Dotted(host)));
            return false;
        }

        if (match.RegistrableStart > 0) parts.AddRange([new AddressPart("subdomain", Dotted(host[..(match.RegistrableStart - 1)])), new AddressPart("mark", "[.]")]);
        parts.AddRange([new AddressPart("domain", Dotted(host[match.RegistrableStart..(match.SuffixStart - 1)])), new AddressPart("mark", "[.]"), new AddressPart("suffix", Dotted(host[match.SuffixStart..]))]);
        return match.IsPrivateSuffix || lists.Hosts.IsFreeHosting(host);
    }

    private static List<string> Destinations(in Url url) => Unwrap.Read(url) is { } carried ? [.. carried.Destinations.Select(address => Shown(address))] : [];

    private static string Scheme(ReadOnlySpan<char> scheme) => scheme switch { "http" => "hxxp", "https" => "hxxps", _ => scheme.ToString() };

    private static string Dotted(ReadOnlySpan<char> host) => Shown(host).Replace("[.]", ".", StringComparison.Ordinal).Replace(".", "[.]", StringComparison.Ordinal);

    private static string Shown(ReadOnlySpan<char> text) => ShownAddress.Defanged(text.Length > Longest ? text[..Longest].ToString() + " …" : text.ToString());
}
