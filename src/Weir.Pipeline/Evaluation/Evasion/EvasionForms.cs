using static Weir.Pipeline.Evaluation.Evasion.EvasionForm;

namespace Weir.Pipeline.Evaluation.Evasion;

/// <summary>The forms of the catalogue that the text of an address can take, with honest uses of each.</summary>
internal static class EvasionForms
{
    private static readonly string[] BrandNames = ["paypal", "microsoft", "netflix", "amazon", "facebook", "dropbox", "coinbase", "instagram"];
    private static readonly string[] Lures = ["secure", "login", "verify", "account", "update", "support"];

    /// <summary>EvasionForms that are no text of an address, and why.</summary>
    public const string NotHere = "Not of this channel: 28 (script in an attachment), 29-32 (marks of a page or mail around the link), 33 (mail encoding), 34 (images), 36 (what a site shows to whom). "
        + "23 with a bare short link, 21 with a bare form number: the address does not hold its destination.";

    public static readonly EvasionForm[] All =
    [
        Spelling("1", "name of a brand before @", (b, c) => $"https://{c.Of(BrandNames)}.com@{b.Host}{b.Tail}", (b, c) => $"https://{c.Letters(6)}:{c.Letters(8)}@{b.Host}{b.Tail}"),
        Spelling("2", "padded userinfo", (b, c) => $"https://login.{c.Of(BrandNames)}.com{string.Concat(Enumerable.Repeat("%20", 260 + c.Next(40)))}@{b.Host}{b.Tail}", (b, c) => $"https://{c.Letters(20 + c.Next(20))}@{b.Host}{b.Tail}"),
        Spelling("3", "several @", (b, c) => $"https://{c.Letters(3)}@{c.Letters(4)}@{b.Host}{b.Tail}"),
        Transformation("4", "homograph of a brand", (b, c) => $"https://{c.Of("xn--pypal-4ve", "p\u0430ypal", "\u0440aypal", "micr\u043Es\u043Eft", "n\u0435tflix", "amaz\u043En", "f\u0430cebook", "drop\u0432ox", "inst\u0430gram")}.{c.Of("com", "net", "info", "online")}{b.Tail}",
            (b, c) => $"https://{c.Of("m\u00FCnchen", "caf\u00E9", "espa\u00F1a", "b\u00FCcher", "f\u00FCr", "stra\u00DFe", "pok\u00E9mon", "ni\u00F1o")}-{b.Label}.de{b.Tail}"),
        Transformation("5", "ASCII look-alikes of a brand", (b, c) => $"https://{c.Of("paypa1", "rnicrosoft", "arnazon", "netf1ix", "faceb00k", "dr0pbox", "c0inbase", "1nstagram")}-{c.Letters(3)}.com{b.Tail}", (b, c) => b.Url + (b.Tail.Contains('?') ? "&" : "?") + "page=" + c.Next(99)),
        Spelling("6", "zero-width and soft hyphen in the host", (b, c) => "https://" + b.Host.Insert(1 + c.Next(b.Host.Length - 1), c.Of("\u200B", "\u00AD", "\u2060", "\uFEFF")) + b.Tail),
        Spelling("7", "direction marks before the address", (b, c) => c.Of("\u202E", "\u200E", "\u200F", "\u202D") + b.Url),
        Spelling("8", "ideographic dots, full-width letters", (b, c) => "https://" + Wide(b.Host, c) + b.Tail),
        Spelling("9", "IP address as one number", (b, c) => Ip(b, c, 0), anchor: Dotted),
        Spelling("10", "octal and hexadecimal IP", (b, c) => Ip(b, c, 1 + c.Next(3)), anchor: Dotted),
        Spelling("11", "IPv4 in IPv6", (b, c) => Ip(b, c, 4), anchor: Dotted),
        Spelling("12", "percent-encoding", (b, c) => "https://" + Escaped(b.Host, c, 3) + Escaped(b.Tail, c, 4)),
        Spelling("13", "tabs and line ends", (b, c) => b.Url.Insert(c.Next(b.Url.Length), c.Of("\t", "\n", "\r", "\t\n"))),
        Spelling("14", "dots and case", (b, c) => c.Of("HTTPS://", "Https://", "https://") + Cased(b.Host, c).Replace(".", c.Of(".", ".."), StringComparison.Ordinal) + c.Of("", ".") + c.Of("", ":443") + b.Tail),
        Spelling("15", "slashes and backslashes", (b, c) => c.Of(@"https:\\", "https:/", "https:///", "///", @"https:\/", "https:") + b.Host + b.Tail),
        Transformation("16", "second address in the path", (b, c) => $"{b.Url.Split('?')[0].TrimEnd('/')}//https://{c.Of(BrandNames)}.com/{c.Letters(4)}", (b, c) => $"https://web.archive.org/web/20{10 + c.Next(14)}0101000000/{b.Url}"),
        Transformation("17", "addresses in the query", (b, c) => $"{b.Url}{(b.Tail.Contains('?') ? '&' : '?')}u=https://{c.Of(BrandNames)}.com&next=https%3A%2F%2Fwww.{c.Of(BrandNames)}.com/{c.Letters(3)}"),
        Transformation("18", "subdomain stuffing", (b, c) => $"https://{c.Of(BrandNames)}.com.{c.Letters(4)}.{b.Host}{b.Tail}", (b, c) => $"https://{c.Of("shop", "blog", "m", "cdn1", "static", "docs", "de")}.{b.Host}{b.Tail}"),
        Transformation("19", "combo-squat", (b, c) => $"https://{c.Of(Lures)}-{c.Of(BrandNames)}-{c.Of(Lures)}.{b.Host.Split('.')[^1]}{b.Tail}", (b, c) => $"https://{b.Label}-{c.Of("shop", "blog", "club", "verein", "online")}.{b.Host.Split('.')[^1]}{b.Tail}"),
        Elsewhere("20", "free-hosting tenants", (b, c) => $"https://{b.Label}.{c.Of("pages.dev", "vercel.app", "web.app", "workers.dev", "github.io", "r2.dev")}{b.Tail}"),
        Elsewhere("21", "page builders of good name", (b, c) => $"https://sites.google.com/view/{c.Of(BrandNames)}-{c.Of(Lures)}-{c.Letters(3)}", (b, c) => $"https://sites.google.com/view/{b.Label}-{c.Of("home", "club", "class")}"),
        Transformation("22", "open redirect", (b, c) => Redirect(b.Url, c)),
        Transformation("23", "nested redirectors", (b, c) => Redirect(Redirect(b.Url, c), c)),
        Transformation("24", "AMP cache", (b, c) => c.Of($"https://{b.Host.Replace('.', '-')}.cdn.ampproject.org/c/s/", "https://www.google.com/amp/s/", "https://cdn.ampproject.org/v/s/") + b.Host + b.Tail),
        Transformation("25", "translation proxy", (b, c) => $"https://{b.Host.Replace("-", "--", StringComparison.Ordinal).Replace('.', '-')}.translate.goog{b.Tail}{(b.Tail.Contains('?') ? '&' : '?')}_x_tr_sl={c.Of("en", "de", "fr", "ja", "auto")}&_x_tr_tl={c.Of("en", "es", "pt", "it", "nl")}"),
        Transformation("26", "link rewriters, stacked", (b, c) => Rewritten(c.Next(2) == 0 ? Rewritten(b.Url, c) : b.Url, c)),
        Transformation("27", "data: and javascript:", (b, c) => c.Next(2) == 0 ? $"javascript:location='{b.Url}';{c.Letters(4)}" : $"data:text/html;base64,{B64($"<script>{c.Letters(5)};location='{b.Url}'</script>")}", (b, c) => $"data:image/png;base64,{B64(b.Url + c.Letters(9))}"),
        Spelling("35", "payload in the fragment", (b, c) => b.Url + "#" + B64($"{c.Letters(6)}@example.com"), (b, c) => b.Url + "#" + c.Letters(6)),
        Transformation("37", "IPFS by name", (b, c) => $"https://ipfs.io/ipns/{b.Host}{b.Tail}{(b.Tail.Contains('?') ? '&' : '?')}{c.Letters(4)}"),
        Spelling("SMS", "defanged and dotted", (b, c) => c.Of("hxxps://", "https://", "hXXps://") + b.Host.Replace(".", c.Of("[.]", "(.)", "[dot]", " dot ", "(dot)", " ."), StringComparison.Ordinal) + b.Tail),
    ];

    private static string Dotted(EvadingAddress b, EvasionChance c) => $"https://{20 + Seed(b) % 80}.{Seed(b) / 80 % 250}.{Seed(b) / 20000 % 250}.{1 + Seed(b) / 77 % 250}{b.Tail}";

    private static int Seed(EvadingAddress b) => b.Host.Aggregate(17, (sum, letter) => (sum * 31 + letter) & 0xFFFFFF);

    private static string Ip(EvadingAddress b, EvasionChance c, int way)
    {
        var parts = new Uri(Dotted(b, c)).Host.Split('.').Select(int.Parse).ToArray();
        var number = parts.Aggregate(0L, (sum, part) => sum * 256 + part);
        var host = way switch
        {
            0 => c.Next(2) == 0 ? $"{number}" : $"{parts[0]}.{number & 0xFFFFFF}",
            1 => string.Join('.', parts.Select(p => "0" + Convert.ToString(p, 8))),
            2 => "0x" + number.ToString("x8", null),
            3 => string.Join('.', parts.Select(p => c.Next(2) == 0 ? $"0x{p:x}" : $"0{Convert.ToString(p, 8)}")),
            _ => $"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]",
        };
        return $"https://{host}{b.Tail}";
    }

    private static string Redirect(string url, EvasionChance c)
    {
        var nested = Uri.EscapeDataString(url);
        return c.Next(5) switch
        {
            0 => $"https://www.google.com/url?sa={c.Letters(1)}&q={nested}",
            1 => $"https://l.facebook.com/l.php?u={nested}&h={c.Letters(12)}",
            2 => $"https://adclick.g.doubleclick.net/pcs/click?xai={c.Letters(16)}&adurl={nested}",
            3 => $"https://www.youtube.com/redirect?event={c.Letters(5)}&q={nested}",
            _ => $"https://www.linkedin.com/redir/redirect?url={nested}&urlhash={c.Letters(4)}",
        };
    }

    private static string Rewritten(string url, EvasionChance c) => c.Next(3) switch
    {
        0 => $"https://eur0{1 + c.Next(5)}.safelinks.protection.outlook.com/?url={Uri.EscapeDataString(url)}&data={c.Letters(12)}",
        1 => $"https://urldefense.proofpoint.com/v2/url?u={Uri.EscapeDataString(url).Replace("-", "%2D", StringComparison.Ordinal).Replace("_", "%5F", StringComparison.Ordinal).Replace('%', '-')}&d={c.Letters(6)}",
        _ => $"https://urldefense.com/v3/__{url}__;!!{c.Letters(10)}",
    };

    private static string B64(string text) => Convert.ToBase64String(System.Text.Encoding.Latin1.GetBytes(text));

    private static string Cased(string text, EvasionChance c) => string.Concat(text.Select(x => c.Next(2) == 0 ? char.ToUpperInvariant(x) : x));

    private static string Wide(string host, EvasionChance c) => string.Concat(host.Select(x => x == '.' ? c.Of('\u3002', '.', '\uFF0E') : char.IsAsciiLetter(x) && c.Next(4) == 0 ? (char)(x - 'a' + '\uFF41') : x));

    private static string Escaped(string text, EvasionChance c, int rarity) =>
        string.Concat(text.Select(x => char.IsAsciiLetterOrDigit(x) && c.Next(rarity) == 0 ? $"%{(int)x:X2}" : x.ToString()));
}
