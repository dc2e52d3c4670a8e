using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Detection.Lists;

/// <summary>
/// Turns what a person wrote (also defanged) into an entry: chooses the scope where none is named, brings the value into one
/// form, and refuses entries that would cover more than their author can mean.
/// </summary>
public sealed class ListEntryReader(ReferenceLists reference)
{
    /// <summary>A block of a domain with this rank or a better one must be meant twice.</summary>
    public const int PopularRank = 1000;

    private const HostTraits Platform = HostTraits.FreeHosting | HostTraits.DynamicDns | HostTraits.FileHost;

    private readonly UrlScratch _scratch = new();

    // Of its own: a URL that was read lives in its scratch, and the keys are made while it is still looked at.
    private readonly UrlScratch _keys = new();

    /// <summary>Reads one value that a person has written. A host or domain must be one as it stands: what is left of odd text would not be what was meant.</summary>
    /// <param name="kind">Allow or block.</param>
    /// <param name="text">A URL, path or host.</param>
    /// <param name="scope">Null chooses: a URL for a value with scheme, port or path, the domain for a host that is its own registrable domain, else the host.</param>
    /// <param name="force">Takes a platform of the host lists and a block of a popular domain, too.</param>
    public ListEntryReading Read(ListKind kind, string text, ListScope? scope, bool force) => Read(kind, text, scope, force, isWritten: true);

    /// <summary>Reads an entry about an address that was judged, which may be as odd as those who made it wanted: the part of it that the scope names.</summary>
    public ListEntryReading ReadPart(ListKind kind, string subject, ListScope scope, bool force) => Read(kind, subject, scope, force, isWritten: false);

    private ListEntryReading Read(ListKind kind, string text, ListScope? scope, bool force, bool isWritten)
    {
        string plain = Defang.Refanged(text.Trim());
        if (!UrlParser.TryParse(plain, _scratch, out Url url, out UrlError error)) return Refused($"'{text}' cannot be read: {UrlErrors.Sentence(error)}");
        bool isBare = IsBare(plain, url);
        if (isBare && (url.Marks & UrlMarks.Userinfo) != 0) return Refused($"'{text}' looks like a mail address; name the host or the URL that is meant.");
        ListScope chosen = scope ?? Default(isBare, url);
        if (chosen != ListScope.Url && ListKey.Host(url).IsEmpty) return Refused($"'{text}' has no host; use --scope url.");
        if (chosen is ListScope.Host or ListScope.RegistrableDomain && HostText.Fault(text, plain, url, isWritten) is { } odd) return Refused(odd);
        if (chosen == ListScope.RegistrableDomain && RefusedDomain(url, force) is { } sentence) return Refused(sentence);
        if (!force && IsWholeHost(url, chosen) && RefusedHost(url) is { } shared) return Refused(shared);
        ListEntry entry = new(kind, chosen, Value(plain, chosen), null, null);
        return !force && kind == ListKind.Block && RefusedPopular(url, entry) is { } popular ? Refused(popular) : new ListEntryReading(entry, null);
    }

    /// <summary>The scopes and values under which an entry for this text may be kept: what a removal looks for. Empty when it cannot be read.</summary>
    public IReadOnlyList<(ListScope Scope, string Value)> Spellings(string text, ListScope? scope)
    {
        string plain = Defang.Refanged(text.Trim());
        if (!UrlParser.TryParse(plain, _scratch, out Url url, out _)) return [];
        List<ListScope> scopes = [ListScope.Url, ListScope.PathPrefix];
        if (IsBare(plain, url)) scopes.Add(ListScope.Host);
        if (IsBare(plain, url) && Default(isBare: true, url) == ListScope.RegistrableDomain) scopes.Add(ListScope.RegistrableDomain);
        return [.. (scope is { } one ? [one] : scopes).Select(each => (each, Value(plain, each)))];
    }

    private static ListEntryReading Refused(string sentence) => new(null, sentence);

    private static bool IsBare(string plain, in Url url) =>
        (url.Marks & UrlMarks.SchemeAssumed) != 0 && url.Port < 0 && plain.AsSpan().IndexOfAny("/\\?#") < 0;

    private ListScope Default(bool isBare, in Url url)
    {
        if (!isBare) return ListScope.Url;
        ReadOnlySpan<char> host = ListKey.Host(url);
        return url.HostKind == HostKind.Domain && reference.Suffixes.Registrable(host).SequenceEqual(host) ? ListScope.RegistrableDomain : ListScope.Host;
    }

    private string Value(string plain, ListScope scope)
    {
        string key = Key(plain, scope);
        // The key of an odd URL (another scheme, say) may read back as something else; its full form never does.
        if (Key(key, scope) == key) return key;
        UrlParser.TryParse(plain, _keys, out Url url, out _);
        return url.Href.ToString();
    }

    private string Key(string text, ListScope scope) =>
        ListKey.Of(new ListEntry(ListKind.Block, scope, text, null, null), reference.Suffixes, _keys) ?? "";

    private string? RefusedDomain(in Url url, bool force)
    {
        if (url.HostKind != HostKind.Domain) return $"{url.Host} has no registrable domain; use --scope host.";
        ReadOnlySpan<char> host = ListKey.Host(url);
        HostDomain parts = reference.Suffixes.Match(host);
        if (!parts.HasRegistrable)
            return parts.IsKnownSuffix
                ? $"{host} is a public suffix whose names belong to many owners; name one of them (name.{host}), or use --scope host for {host} alone."
                : $"{host} has no registrable domain; use --scope host.";
        ReadOnlySpan<char> domain = host[parts.RegistrableStart..];
        HostTraits own = reference.Hosts.Of(domain) & ~reference.Hosts.Of(host[parts.SuffixStart..]);
        return !force && (own & Platform) != 0
            ? $"{domain} is a platform whose pages belong to many owners; use --scope host or prefix for one of them, or --force to cover the whole platform."
            : null;
    }

    // The host of this URL with all that stands on it.
    private static bool IsWholeHost(in Url url, ListScope scope) =>
        scope == ListScope.Host || scope == ListScope.PathPrefix && url.Path.TrimEnd('/').IsEmpty && url.Query.IsEmpty;

    // A file host keeps the pages of many owners under one name, told apart only by their paths.
    private string? RefusedHost(in Url url)
    {
        if (url.HostKind != HostKind.Domain) return null;
        ReadOnlySpan<char> host = ListKey.Host(url);
        HostDomain parts = reference.Suffixes.Match(host);
        if (!parts.HasRegistrable) return null;
        HostTraits own = reference.Hosts.Of(host) & ~reference.Hosts.Of(host[parts.SuffixStart..]);
        return (own & HostTraits.FileHost) != 0
            ? $"{host} is a platform whose pages belong to many owners; use --scope prefix or url for one of them, or --force to cover the whole platform."
            : null;
    }

    private string? RefusedPopular(in Url url, ListEntry entry)
    {
        bool isWhole = entry.Scope is ListScope.Host or ListScope.RegistrableDomain || url.Path.TrimEnd('/').IsEmpty && url.Query.IsEmpty;
        if (!isWhole || url.HostKind != HostKind.Domain) return null;
        ReadOnlySpan<char> host = ListKey.Host(url);
        ReadOnlySpan<char> domain = ListKey.Domain(host, url.HostKind, reference.Suffixes);
        int rank = reference.Popularity.Rank(domain);
        if (rank is 0 or > PopularRank) return null;
        return $"{domain} is one of the {PopularRank} most visited domains (rank {rank}); block one URL or path of it, or add --force if the block is meant.";
    }
}
