namespace Weir.Detection.Urls;

/// <summary>
/// A URL as browsers read it (WHATWG URL standard), in parts. It is a view on the buffers of the
/// <see cref="UrlScratch"/> that parsed it and ends with the next parse. Absent parts are empty spans.
/// </summary>
public readonly ref struct Url
{
    private readonly UrlOffsets _at;

    internal Url(ReadOnlySpan<char> href, scoped in UrlOffsets at)
    {
        Href = href;
        _at = at;
    }

    /// <summary>The serialisation of the URL standard; ASCII only.</summary>
    public ReadOnlySpan<char> Href { get; }

    /// <summary>The scheme in lower case, without the colon.</summary>
    public ReadOnlySpan<char> Scheme => Href[.._at.SchemeLength];

    /// <summary><c>user:password</c> without the at sign.</summary>
    public ReadOnlySpan<char> Userinfo => Part(_at.UserinfoStart, _at.UserinfoLength);

    /// <summary>The host, serialised: ASCII, lower case for special schemes, IPv6 in brackets.</summary>
    public ReadOnlySpan<char> Host => Part(_at.HostStart, _at.HostLength);

    /// <summary>The path; for web URLs it begins with a slash, for opaque ones (<c>data:</c>) it is all behind the scheme.</summary>
    public ReadOnlySpan<char> Path => Part(_at.PathStart, _at.PathLength);

    /// <summary>The query without the question mark.</summary>
    public ReadOnlySpan<char> Query => Part(_at.QueryStart, _at.QueryLength);

    /// <summary>The fragment without the number sign.</summary>
    public ReadOnlySpan<char> Fragment => _at.FragmentStart < 0 ? default : Href[_at.FragmentStart..];

    /// <summary>The port, 0 to 65535; -1 when none is given or it is the default of the scheme.</summary>
    public int Port => _at.Port;

    /// <summary>What the host is.</summary>
    public HostKind HostKind => _at.HostKind;

    /// <summary>What was odd in the text.</summary>
    public UrlMarks Marks => _at.Marks;

    /// <summary>True when a question mark is there, even with nothing behind it.</summary>
    public bool HasQuery => _at.QueryStart >= 0;

    /// <summary>True when a number sign is there, even with nothing behind it.</summary>
    public bool HasFragment => _at.FragmentStart >= 0;

    /// <summary>True for http and https.</summary>
    public bool IsWeb => Scheme is "http" or "https";

    /// <summary>The serialisation.</summary>
    public override string ToString() => Href.ToString();

    private ReadOnlySpan<char> Part(int start, int length) => start < 0 ? default : Href.Slice(start, length);
}
