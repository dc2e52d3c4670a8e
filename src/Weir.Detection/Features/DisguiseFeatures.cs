using System.Buffers;
using System.Numerics;
using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>Nested addresses, redirects, encoded payloads and the spellings that hide where a URL leads.</summary>
internal sealed class DisguiseFeatures : FeatureGroup
{
    private const UrlMarks Tricks = UrlMarks.Backslashes | UrlMarks.ControlsRemoved | UrlMarks.Userinfo | UrlMarks.PercentHost | UrlMarks.NumericHost
        | UrlMarks.Invisible | UrlMarks.Bidi | UrlMarks.UnicodeSlash | UrlMarks.UnicodeDot | UrlMarks.SeveralAts;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-_?&=");

    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        new("disguises", Families.Disguise, "count", "Spellings that hide the destination: userinfo, backslashes, numeric hosts …"),
        new("nested_urls", Families.Disguise, "count", "Addresses inside path or query"),
        new("nested_domain", Families.Disguise, "flag", "A domain name such as paypal.com stands in the path"),
        new("redirect_parameter", Families.Disguise, "flag", "A parameter that usually holds a redirect (url=, next=, goto= …)"),
        new("mail_address", Families.Disguise, "flag", "An e-mail address or @ in path, query or fragment"),
        new("percent_escapes", Families.Disguise, "count", "Percent escapes behind the host that cannot be undone"),
        new("double_slashes", Families.Disguise, "count", "Double slashes in the query (in a path they are only a spelling)"),
        new("longest_token", Families.Disguise, "characters", "Longest run of letters and digits behind the host: encoded payloads are long"),
        new("odd_characters", Families.Disguise, "count", "Characters behind the host other than letters, digits and / . - _ ? & ="),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        var tail = s.Path;
        row.Add(BitOperations.PopCount((uint)(s.Url.Marks & Tricks)));
        row.Add(Nested(s.Path) + Nested(s.Query));
        row.Add(HasDomain(s.Path));
        row.Add(HasRedirect(s.Query));
        row.Add(s.Path.Contains('@') || s.Query.Contains('@') || s.Query.Contains("%40", StringComparison.Ordinal) || s.Url.Fragment.Contains('@'));
        row.Add(tail.Count('%') + s.Query.Count('%'));
        row.Add(s.Query.Count("//"));
        row.Add(Math.Max(CharStats.Shape(tail).LongestWord, CharStats.Shape(s.Query).LongestWord));
        row.Add(Odd(tail) + Odd(s.Query));
    }

    private static int Nested(ReadOnlySpan<char> text) =>
        text.IndexOf("http") < 0 ? 0 : text.Count("http:") + text.Count("https:") + text.Count("http%3a") + text.Count("https%3a");

    private static bool HasDomain(ReadOnlySpan<char> path) =>
        path.Contains(".com", StringComparison.Ordinal) || path.Contains(".net/", StringComparison.Ordinal) || path.Contains(".org", StringComparison.Ordinal)
        || path.Contains("www.", StringComparison.Ordinal);

    private static bool HasRedirect(ReadOnlySpan<char> query)
    {
        while (!query.IsEmpty)
        {
            var and = query.IndexOf('&');
            var parameter = and < 0 ? query : query[..and];
            query = and < 0 ? default : query[(and + 1)..];
            var end = parameter.IndexOf('=');
            if (end > 0 && parameter[..end] is "url" or "u" or "redirect" or "redirect_uri" or "redir" or "next" or "goto" or "return" or "returnurl" or "continue"
                or "dest" or "destination" or "target" or "link" or "adurl" or "to" or "out") return true;
        }
        return false;
    }

    private static int Odd(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var at = text.IndexOfAnyExcept(Plain); at >= 0; at = text.IndexOfAnyExcept(Plain))
        {
            count++;
            text = text[(at + 1)..];
        }
        return count;
    }
}
