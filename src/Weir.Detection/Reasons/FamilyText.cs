using System.Globalization;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Detection.Reasons;

/// <summary>Says in words what a family of features found in a URL. The sign tells whether it speaks for phishing.</summary>
internal static class FamilyText
{
    /// <summary>One clause without a full stop; addresses in it are defanged.</summary>
    public static string Of(string family, in UrlSubject s, bool accuses, TextTerms terms) => family switch
    {
        Families.Name => Name(s, accuses),
        Families.Brand => Brand(s),
        Families.Words => Words(s, accuses),
        Families.Suffix => Suffix(s, accuses),
        Families.Hosting => Hosting(s),
        Families.Popularity => Popularity(s),
        Families.Host => Host(s, accuses),
        Families.Path => Path(s, accuses),
        Families.Disguise => Disguise(s),
        _ => terms.Sentence(s, accuses),
    };

    private static string Name(in UrlSubject s, bool accuses)
    {
        if (s.IsIp) return "the host is a bare IP address";
        var label = Shown(s.Name);
        if (!accuses) return $"the name '{label}' reads like an ordinary name";
        return s.Reference.Labels.Score(s.Name) < -3.2 ? $"the name '{label}' looks machine-made" : $"the name '{label}' is built like the names of phishing sites";
    }

    private static string Brand(in UrlSubject s)
    {
        var (hits, brands) = (s.Brands, s.Reference.Brands.All);
        if (hits.Any == 0)
            return hits.Owner != 0 ? $"the domain belongs to {brands[hits.Owner - 1].Name}" : "no known brand is named";
        var brand = brands[hits.Any - 1];
        var home = Defang.Defanged(brand.Domains.Count > 0 ? brand.Domains[0] : brand.Name);
        if (hits.NameLookalike == hits.Any) return $"the name '{Shown(s.Name)}' is a look-alike of {brand.Name} ({home})";
        if (hits.NameTypo == hits.Any) return $"the name '{Shown(s.Name)}' is one typing slip from {brand.Name} ({home})";
        var where = hits.InHost == hits.Any ? "" : hits.Path == hits.Any ? " in the path" : hits.Query == hits.Any ? " in the query" : "";
        return $"the brand {brand.Name} is named{where} outside {home}";
    }

    private static string Words(in UrlSubject s, bool accuses)
    {
        var found = new List<string>();
        for (var i = 0; i < WordThemes.Count; i++)
            if (s.HostThemes[i] + s.PathThemes[i] + s.QueryThemes[i] > 0) found.Add(WordThemes.Names[i]);
        if (found.Count == 0) return "no words that phishing likes to use";
        return $"words about {string.Join("; ", found)}{(accuses ? "" : ", as ordinary sites use them too")}";
    }

    private static string Suffix(in UrlSubject s, bool accuses) =>
        s.Suffix.IsEmpty ? "the host has no public suffix" : $"addresses under .{Shown(s.Suffix)} are {(accuses ? "often" : "seldom")} used for phishing";

    private static string Hosting(in UrlSubject s)
    {
        if (s.Domain.IsPrivateSuffix) return $"the domain is a tenant of {Shown(s.Suffix)}";
        var site = Shown(s.Registrable.IsEmpty ? s.Host : s.Registrable);
        return (s.Traits & ~HostTraits.DisposableMail) switch
        {
            0 => "the site does not stand on a shared host",
            var t when (t & HostTraits.Shortener) != 0 => $"{site} shortens links and hides where they lead",
            var t when (t & HostTraits.DynamicDns) != 0 => $"the name comes from a dynamic DNS provider ({site})",
            var t when (t & HostTraits.FileHost) != 0 => $"{site} hosts anybody's files",
            var t when (t & HostTraits.FreeHosting) != 0 => $"{site} hosts anybody's pages for free",
            _ => $"{site} is a trusted service that attackers use too",
        };
    }

    private static string Popularity(in UrlSubject s) => s.DomainRank > 0
        ? string.Create(CultureInfo.InvariantCulture, $"the domain is among the {RoundUp(s.DomainRank):N0} most visited")
        : "the domain stands in no list of popular sites";

    private static int RoundUp(int rank) => rank <= 100 ? 100 : rank <= 1000 ? 1000 : rank <= 10_000 ? 10_000 : rank <= 50_000 ? 50_000 : 100_000;

    private static string Host(in UrlSubject s, bool accuses)
    {
        var labels = s.Host.Count('.') + 1;
        if (!accuses) return "the host is built like those of ordinary sites";
        return labels > 4 ? $"the host has {labels} labels, as if to hide the real one" : $"the host '{Shown(s.Host)}' is built like those of phishing sites";
    }

    private static string Path(in UrlSubject s, bool accuses)
    {
        if (s.Path.IsEmpty && s.Query.IsEmpty) return "the address is a bare homepage";
        return accuses ? "path and query are built like those of phishing pages" : "path and query are built like those of ordinary pages";
    }

    private static string Disguise(in UrlSubject s)
    {
        var marks = s.Url.Marks;
        if (s.IsIp) return "the host is an IP address instead of a name";
        if ((marks & UrlMarks.Userinfo) != 0) return "a user name before the host pretends to be the destination";
        if ((marks & (UrlMarks.Invisible | UrlMarks.Bidi | UrlMarks.UnicodeSlash | UrlMarks.UnicodeDot)) != 0) return "characters that hide the true spelling";
        if ((marks & (UrlMarks.Backslashes | UrlMarks.ControlsRemoved | UrlMarks.PercentHost)) != 0) return "a spelling that hides where the address leads";
        if ((marks & UrlMarks.Punycode) != 0) return "an internationalised name that can imitate another";
        return s.Query.Contains("http", StringComparison.Ordinal) || s.Path.Contains("http", StringComparison.Ordinal)
            ? "another address is nested inside" : "no disguise beyond the spelling of path and query";
    }

    /// <summary>Text of the subject for people: printable ASCII is all a serialised host has; long text is cut.</summary>
    private static string Shown(ReadOnlySpan<char> text) => Defang.Defanged((text.Length > 48 ? text[..48] : text).ToString());
}
