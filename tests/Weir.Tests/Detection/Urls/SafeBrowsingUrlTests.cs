using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Urls;

public class SafeBrowsingUrlTests
{
    // Source: the vectors of the Safe Browsing specification, "Canonicalization".
    [Theory]
    [InlineData("http://host/%25%32%35", "http://host/%25")]
    [InlineData("http://host/%25%32%35%25%32%35", "http://host/%25%25")]
    [InlineData("http://host/%2525252525252525", "http://host/%25")]
    [InlineData("http://host/asdf%25%32%35asd", "http://host/asdf%25asd")]
    [InlineData("http://host/%%%25%32%35asd%%", "http://host/%25%25%25asd%25%25")]
    [InlineData("http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61%79%2E%63%6F%6D/", "http://168.188.99.26/.secure/www.ebay.com/")]
    [InlineData("http://host%23.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B", "http://host%23.com/~a!b@c%23d$e%25f^00&11*22(33)44_55+")]
    [InlineData("http://3279880203/blah", "http://195.127.0.11/blah")]
    [InlineData("http://www.google.com/blah/..", "http://www.google.com/")]
    [InlineData("www.google.com/", "http://www.google.com/")]
    [InlineData("www.google.com", "http://www.google.com/")]
    [InlineData("http://www.evil.com/blah#frag", "http://www.evil.com/blah")]
    [InlineData("http://www.GOOgle.com/", "http://www.google.com/")]
    [InlineData("http://www.google.com.../", "http://www.google.com/")]
    [InlineData("http://www.google.com/foo\tbar\rbaz\n2", "http://www.google.com/foobarbaz2")]
    [InlineData("http://www.google.com/q?", "http://www.google.com/q?")]
    [InlineData("http://www.google.com/q?r?s", "http://www.google.com/q?r?s")]
    [InlineData("http://evil.com/foo#bar#baz", "http://evil.com/foo")]
    [InlineData("http://evil.com/foo?bar;", "http://evil.com/foo?bar;")]
    [InlineData("http://\u0001%80.com/", "http://%01%80.com/")]
    [InlineData("http://notrailingslash.com", "http://notrailingslash.com/")]
    [InlineData("http://www.gotaport.com:1234/", "http://www.gotaport.com/")]
    [InlineData("  http://www.google.com/  ", "http://www.google.com/")]
    [InlineData("http:// leadingspace.com/", "http://%20leadingspace.com/")]
    [InlineData("%20leadingspace.com/", "http://%20leadingspace.com/")]
    [InlineData("https://www.securesite.com/", "https://www.securesite.com/")]
    [InlineData("http://host.com/ab%23cd", "http://host.com/ab%23cd")]
    [InlineData("http://host.com//twoslashes?more//slashes", "http://host.com/twoslashes?more//slashes")]
    [InlineData("http://user@b\u00fccher.test/", "http://xn--bcher-kva.test/")]
    public void The_published_canonical_forms_hold(string url, string canonical) =>
        Assert.Equal(canonical, SafeBrowsingUrl.Canonicalize(url));

    [Fact]
    public void Expressions_pair_host_suffixes_with_path_prefixes()
    {
        Assert.Equal(
            ["a.b.c/1/2.html?param=1", "a.b.c/1/2.html", "a.b.c/", "a.b.c/1/", "b.c/1/2.html?param=1", "b.c/1/2.html", "b.c/", "b.c/1/"],
            SafeBrowsingUrl.Expressions("http://a.b.c/1/2.html?param=1"));
        Assert.Equal(
            ["a.b.c.d.e.f.g/1.html", "a.b.c.d.e.f.g/", "c.d.e.f.g/1.html", "c.d.e.f.g/", "d.e.f.g/1.html", "d.e.f.g/",
                "e.f.g/1.html", "e.f.g/", "f.g/1.html", "f.g/"],
            SafeBrowsingUrl.Expressions("http://a.b.c.d.e.f.g/1.html"));
        Assert.Equal(["1.2.3.4/1/", "1.2.3.4/"], SafeBrowsingUrl.Expressions("http://1.2.3.4/1/"));
    }

    [Fact]
    public void Hostile_text_never_throws_and_canonical_forms_are_stable()
    {
        var random = new Random(5);
        const string alphabet = "htp:/%25@.#?\\[]a1\t\u00e9\ud800 ";
        for (int round = 0; round < 20_000; round++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            Assert.InRange(SafeBrowsingUrl.Expressions(text).Count, 1, 30);
            Assert.NotEmpty(SafeBrowsingUrl.Canonicalize(text));
        }
    }
}
