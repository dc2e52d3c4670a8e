using System.Text;
using Weir.Detection.Urls.Idna;

namespace Weir.Detection.Urls;

/// <summary>The host parser of the URL standard: domain, IPv4 in every spelling, IPv6, or an opaque host.</summary>
internal static class HostReader
{
    /// <summary>Appends the host of a special URL in its serialised form.</summary>
    public static UrlError Read(ReadOnlySpan<char> host, UrlScratch scratch, ref UrlOffsets at)
    {
        if (host is ['[', ..])
            return ReadIPv6(host, scratch.Href, ref at);
        var domain = host;
        if (NeedsWork(host))
        {
            var error = ToAscii(host, scratch, ref at.Marks);
            if (error != UrlError.None)
                return error;
            domain = scratch.Host.Span;
        }
        if (domain.IsEmpty)
            return UrlError.NoHost;
        if (IPv4Number.EndsInNumber(domain))
            return ReadIPv4(domain, scratch.Href, ref at);
        at.HostKind = HostKind.Domain;
        if (domain is [.., '.'])
            at.Marks |= UrlMarks.TrailingDot;
        scratch.Href.Append(domain);
        return UrlError.None;
    }

    /// <summary>Appends the host of a URL whose scheme is not special.</summary>
    public static UrlError ReadOpaque(ReadOnlySpan<char> host, UrlScratch scratch, ref UrlOffsets at)
    {
        if (host is ['[', ..])
            return ReadIPv6(host, scratch.Href, ref at);
        if (host.IndexOfAny(CharSets.ForbiddenHost) >= 0)
            return UrlError.InvalidHost;
        at.HostKind = host.IsEmpty ? HostKind.None : HostKind.Opaque;
        PercentEncoding.Encode(host, CharSets.OpaqueSafe, scratch.Href);
        return UrlError.None;
    }

    private static bool NeedsWork(ReadOnlySpan<char> host) =>
        host.IndexOfAnyExcept(CharSets.PlainHost) >= 0 || host.IndexOf("xn--") >= 0;

    private static UrlError ToAscii(ReadOnlySpan<char> host, UrlScratch scratch, scoped ref UrlMarks marks)
    {
        var decoded = scratch.Host;
        decoded.Clear();
        if (host.Contains('%'))
        {
            marks |= UrlMarks.PercentHost;
            HostBytes.Decode(host, decoded, scratch.Idna);
        }
        else
            decoded.Append(host);
        if (!Ascii.IsValid(decoded.Span))
            marks |= UrlMarks.Unicode | TextMarks.Of(decoded.Span);
        var error = DomainToAscii.Convert(decoded, scratch.Idna);
        if (error != UrlError.None)
            return error;
        if (decoded.Span.StartsWith("xn--") || decoded.Span.IndexOf(".xn--") >= 0)
            marks |= UrlMarks.Punycode;
        return decoded.Span.IndexOfAny(CharSets.ForbiddenDomain) >= 0 ? UrlError.InvalidHost : UrlError.None;
    }

    private static UrlError ReadIPv4(ReadOnlySpan<char> domain, UrlText href, ref UrlOffsets at)
    {
        if (!IPv4Number.TryParse(domain, out var address))
            return UrlError.InvalidIPv4;
        at.HostKind = HostKind.IPv4;
        var start = href.Length;
        IPv4Number.Append(address, href);
        if (!href.Span[start..].SequenceEqual(domain))
            at.Marks |= UrlMarks.NumericHost;
        return UrlError.None;
    }

    private static UrlError ReadIPv6(ReadOnlySpan<char> host, UrlText href, ref UrlOffsets at)
    {
        Span<ushort> pieces = stackalloc ushort[8];
        if (host is not [.., ']'] || !IPv6Text.TryParse(host[1..^1], pieces))
            return UrlError.InvalidIPv6;
        at.HostKind = HostKind.IPv6;
        IPv6Text.Append(pieces, href);
        return UrlError.None;
    }
}
