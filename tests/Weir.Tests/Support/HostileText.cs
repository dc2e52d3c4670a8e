namespace Weir.Tests.Support;

/// <summary>Texts that strangers might send, from a seed: odd schemes and hosts, huge paths, controls, half-written URLs.</summary>
internal static class HostileText
{
    private static readonly string[] Fixed =
    [
        "", " ", "/", ".", "...", "http://", "http:///", "https://com", "https://co.uk/", "http://localhost", "http://www.", "http://www.com/", "www.pages.dev",
        "http://www.www.pages.dev/", "https://pages.dev/", "https://www.www.www.example.com/", "http://0x7f.1/", "http://3279880203/a", "http://[::ffff:c37f:b]:81/",
        "http://xn--pypal-4ve.test/", "http://a@b@example.test/", "http://example.test:65535/", "http://example.test.:80/", "data:text/html;base64,PHNjcmlwdD4=",
        "mailto:someone@example.com?subject=login", "javascript:alert(1)//paypal.com", "tel:+123", "blob:https://example.test/1-2", "ftp://example.test/a.exe",
        "file:///etc/passwd", "foo://paypal.login/x", "about:blank", "http://example.test?x", "http://example.test#y", "hxxps[:]//paypal[.]example[.]test/login",
        "http://-.test/", "http://a..b.test/", "http://*.test/", "\u202Ehttps://moc.example.test/", "https://pay\u200Bpal.test/", "https://раураl.test/ü?ß#ä", "\0\u0001\u007F", "\uD800",
    ];

    private static readonly string[] Pieces =
    [
        "http", "https", ":", "//", "/", "\\", "@", "www.", "paypal", "login", ".com", ".test", ".pages.dev", "-", "_", "%2f", "%00", "%", "?", "#", "&", "=", "xn--", "..",
        "[", "]", "::1", "127.0.0.1", "0x", "\t", "\n", "\r", " ", "é", "п", "\u200B", "\uD83D\uDE00", "\uDC00", "data:", "mailto:", "javascript:", "a", "0", "zz9", ";base64,", "~", ".php", "http%3a%2f%2f",
    ];

    /// <summary>The fixed oddities, then random joins of pieces; every fiftieth is huge.</summary>
    public static IEnumerable<string> Some(int count, int seed)
    {
        foreach (var text in Fixed) yield return text;
        var random = new Random(seed);
        for (var i = Fixed.Length; i < count; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + random.Next(24)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            text = random.Next(3) == 0 ? text : $"http://{(char)('a' + random.Next(26))}{random.Next(100)}.{text}";
            yield return i % 50 == 0 ? text + "/" + string.Concat(Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], 6000)) : text;
        }
    }
}
