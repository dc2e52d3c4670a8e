using System.Buffers;
using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>A way to make an address look as if it led elsewhere. Each makes it suspicious at least, whatever the model says.</summary>
internal enum Trick
{
    None,
    /// <summary>The user name reads like a host or a brand, or pads the host out of sight.</summary>
    Userinfo,
    /// <summary>Characters in the host steer the writing direction.</summary>
    Hidden,
    /// <summary>A character in the host only looks like a slash.</summary>
    Slash,
    /// <summary>A public IP address in decimal, octal or hexadecimal.</summary>
    NumericHost,
    /// <summary>An internationalised label looks like a brand.</summary>
    Homograph,
    /// <summary>A page that anybody can make on a trusted platform names a foreign brand and a lure.</summary>
    BorrowedGround,
}

/// <summary>Finds tricks that training rows are too seldom to teach.</summary>
internal static class Tricks
{
    private const int LongUserinfo = 100;

    private static readonly SearchValues<char> HiddenMarks = SearchValues.Create("\u061C\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF\u00AD");

    private static readonly SearchValues<char> BidiMarks = SearchValues.Create("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    private static readonly string[] Ids = ["", "trick.userinfo", "trick.hidden_characters", "trick.false_slash", "trick.numeric_host", "trick.homograph", "trick.borrowed_ground"];

    private static readonly string[] Sentences =
    [
        "", "a user name before the host pretends to be the destination", "characters in the host turn the writing direction",
        "a character in the host only looks like a slash", "the host is a public IP address in an unusual spelling",
        "an internationalised name imitates a brand", "a page that anybody can make on this platform names a brand beside the words of a lure",
    ];

    /// <summary>Stable name of a trick.</summary>
    public static string Id(Trick trick) => Ids[(int)trick];

    /// <summary>The trick in words.</summary>
    public static string Sentence(Trick trick) => Sentences[(int)trick];

    /// <summary>The trick of an address, None for an honest one. Allocates nothing.</summary>
    public static Trick Of(in UrlSubject s, ReadOnlySpan<char> text)
    {
        var marks = s.Url.Marks;
        if (!s.Url.IsWeb) return Trick.None;
        if (!s.Url.Userinfo.IsEmpty && IsPretence(s)) return Trick.Userinfo;
        if ((marks & UrlMarks.Punycode) != 0 && (marks & UrlMarks.UnicodeSlash) != 0) return Trick.Slash;
        if ((marks & UrlMarks.Punycode) != 0 && s.Brands.NameLookalike != 0) return Trick.Homograph;
        if ((marks & UrlMarks.NumericHost) != 0 && IsPublic(s.Host)) return Trick.NumericHost;
        if (s.Brands.Path != 0 && IsPageBuilder(s.Host) && NamesLure(s.PathThemes)) return Trick.BorrowedGround;
        return Authority(text).IndexOfAny(BidiMarks) >= 0 ? Trick.Hidden : Trick.None;
    }

    /// <summary>True when invisible or directional characters stand in the text.</summary>
    public static bool HasHidden(ReadOnlySpan<char> text) => text.IndexOfAny(HiddenMarks) >= 0;

    /// <summary>The text without them, in the buffer.</summary>
    public static ReadOnlySpan<char> WithoutHidden(ReadOnlySpan<char> text, UrlText to)
    {
        to.Clear();
        foreach (var c in text)
            if (!HiddenMarks.Contains(c)) to.Append(c);
        return to.Span;
    }

    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> text)
    {
        var start = text.IndexOf("//");
        text = start < 0 ? text : text[(start + 2)..];
        var end = text.IndexOfAny("/?#");
        return end < 0 ? text : text[..end];
    }

    private static bool IsPretence(in UrlSubject s)
    {
        var userinfo = s.Url.Userinfo;
        if (userinfo.Length > LongUserinfo || (s.Brands.InUserinfo && s.Brands.Owner == 0)) return true;
        foreach (var range in userinfo.SplitAny(":%/"))
        {
            var part = userinfo[range];
            if (part.StartsWith("40") || part.StartsWith("2F", StringComparison.OrdinalIgnoreCase)) part = part[2..];
            if (!part.Contains('.')) continue;
            var domain = s.Reference.Suffixes.Match(part);
            if (domain.HasRegistrable && domain.IsKnownSuffix && !part[domain.RegistrableStart..].Equals(s.Registrable, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    // Platforms whose tenants differ in the path only: the name of the host, which the model trusts, says nothing about them.
    private static bool IsPageBuilder(ReadOnlySpan<char> host) => host is
        "sites.google.com" or "linktr.ee" or "telegra.ph" or "about.me" or "padlet.com" or "wakelet.com" or "bio.link" or "beacons.ai" or "lnk.bio"
        or "taplink.cc" or "flipsnack.com" or "form.jotform.com" or "form.typeform.com" or "storage.googleapis.com" or "firebasestorage.googleapis.com"
        or "s3.amazonaws.com";

    private static bool NamesLure(ThemeCounts themes) =>
        themes[WordThemes.Credential] + themes[WordThemes.Money] + themes[WordThemes.Delivery] + themes[WordThemes.Crypto] + themes[WordThemes.Support] + themes[WordThemes.Prize] > 0;

    private static bool IsPublic(ReadOnlySpan<char> host) =>
        !(host.StartsWith("10.") || host.StartsWith("127.") || host.StartsWith("192.168.") || host.StartsWith("169.254.") || host.StartsWith("0.")
            || (host.StartsWith("172.") && host.Length > 6 && host[6] == '.' && (host[4..6] is "16" or "17" or "18" or "19" or "20" or "21" or "22" or "23"
                or "24" or "25" or "26" or "27" or "28" or "29" or "30" or "31")));
}
