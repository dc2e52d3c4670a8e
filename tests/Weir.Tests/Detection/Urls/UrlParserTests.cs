using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Urls;

public sealed class UrlParserTests
{
    [Theory]
    [InlineData("evil.test/x", "http://evil.test/x")]
    [InlineData("www.x.test", "http://www.x.test/")]
    [InlineData("//x.test", "http://x.test/")]
    [InlineData("///evil.test", "http://evil.test/")]
    [InlineData(@"\\evil.test\a", "http://evil.test/a")]
    [InlineData("evil.test:8080/path", "http://evil.test:8080/path")]
    [InlineData("localhost:80", "http://localhost/")]
    [InlineData("tel:5551234", "tel:5551234")]
    public void Text_without_a_scheme_is_read_as_http(string text, string href) => Assert.Equal(href, Href(text));

    [Theory]
    [InlineData("http://a:b@c:29/d", "http://a:b@c:29/d")]
    [InlineData("http://::@c@d:2", "http://:%3A%40c@d:2/")]
    [InlineData("http:\\\\x\\y\\..\\z", "http://x/z")]
    [InlineData("http://0x7f.1/", "http://127.0.0.1/")]
    [InlineData("http://[::1.2.3.4]:80/", "http://[::102:304]/")]
    [InlineData("http://EX%41mple.com:443", "http://example.com:443/")]
    [InlineData("foo://", "foo://")]
    [InlineData("foo:/..//x", "foo:/.//x")]
    [InlineData("file:C|/a/../../b", "file:///C:/b")]
    [InlineData("javascript:alert(1) #x y", "javascript:alert(1)%20#x%20y")]
    public void Addresses_are_serialised_as_the_standard_does(string text, string href) => Assert.Equal(href, Href(text));

    [Theory]
    [InlineData("", UrlError.Empty)]
    [InlineData(" \t ", UrlError.Empty)]
    [InlineData("http://", UrlError.NoHost)]
    [InlineData("http://a b/", UrlError.InvalidHost)]
    [InlineData("http://a:99999/", UrlError.InvalidPort)]
    [InlineData("http://1.2.3.4.5/", UrlError.InvalidIPv4)]
    [InlineData("http://[1::2::3]/", UrlError.InvalidIPv6)]
    public void What_no_browser_opens_is_refused_with_its_reason(string text, UrlError expected)
    {
        Assert.False(UrlParser.TryParse(text, new UrlScratch(), out _, out var error));
        Assert.Equal(expected, error);
        Assert.EndsWith(".", UrlErrors.Sentence(error));
    }

    [Fact]
    public void A_long_text_is_cut_and_marked()
    {
        Assert.True(UrlParser.TryParse("http://x.test/" + new string('a', 9000), new UrlScratch(), out var url, out _));
        Assert.Equal(UrlScratch.DefaultLimit, url.Href.Length);
        Assert.True(url.Marks.HasFlag(UrlMarks.Cut));
    }

    private static string Href(string text)
    {
        Assert.True(UrlParser.TryParse(text, new UrlScratch(), out var url, out var error), error.ToString());
        return url.Href.ToString();
    }
}
