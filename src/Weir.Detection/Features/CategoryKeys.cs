using Weir.Detection.Reference;

namespace Weir.Detection.Features;

/// <summary>The categories whose log-odds are learned: public suffix, top-level domain, shared platform. Hash 0 = none.</summary>
internal static class CategoryKeys
{
    /// <summary>Well-known hosts up to this rank are platforms of their own.</summary>
    private const int PlatformRank = 1000;

    /// <summary>Number of categories a row.</summary>
    public const int Count = 3;

    public static void Write(in UrlSubject s, Span<ulong> to)
    {
        to[0] = s.IsIp ? 1 : Hash(s.Suffix);
        to[1] = s.IsIp ? 1 : Hash(s.Suffix[(s.Suffix.LastIndexOf('.') + 1)..]);
        to[2] = IsPlatform(s) ? Hash(s.Domain.IsPrivateSuffix ? s.Suffix : s.Host) : 0;
    }

    private static bool IsPlatform(in UrlSubject s) =>
        s.Domain.IsPrivateSuffix || (s.Traits & ~HostTraits.DisposableMail) != 0 || (s.DomainRank is > 0 and <= PlatformRank && !s.Path.IsEmpty);

    private static ulong Hash(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return 0;
        var hash = 0xCBF29CE484222325;
        foreach (var c in text) hash = (hash ^ c) * 0x100000001B3;
        return hash;
    }
}
