using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Urls;

public sealed class CanonicalUrlTests
{
    [Theory]
    [InlineData("https://paypal.com@evil.test/", "evil.test/")]
    [InlineData("http://a@b@evil.test", "evil.test/")]
    [InlineData("https://evil.test:443/#dmljdGlt", "evil.test/")]
    [InlineData("http://pay\u200Bpal.test", "paypal.test/")]
    [InlineData("http://pay\u00ADpal.test", "paypal.test/")]
    [InlineData("http://\uFF45vil\u3002test/", "evil.test/")]
    [InlineData("http://3279880203/", "195.127.0.11/")]
    [InlineData("http://0303.0177.0.013/", "195.127.0.11/")]
    [InlineData("http://0xc3.0x7f.11/", "195.127.0.11/")]
    [InlineData("http://[::ffff:c37f:b]/", "195.127.0.11/")]
    [InlineData("http://evil.test/%25%32%35", "evil.test/%25")]
    [InlineData("http://%65vil.test/%61", "evil.test/a")]
    [InlineData("ht\ttps://ev\nil.test", "evil.test/")]
    [InlineData("HTTPS://PayPal.com..EVIL.test./", "paypal.com.evil.test/")]
    [InlineData(@"https:\\evil.test", "evil.test/")]
    [InlineData("https:/evil.test", "evil.test/")]
    [InlineData("///evil.test", "evil.test/")]
    [InlineData("http://evil.test//a///b/./c/../", "evil.test/a/b/")]
    [InlineData("http://evil.test/%2e%2e/%252e%252e/x", "evil.test/x")]
    [InlineData("http://evil.test:8080/?u=http://a&next=%68", "evil.test:8080/?u=http://a&next=h")]
    [InlineData("data:text/html;base64,QQ==", "data:text/html;base64,QQ==")]
    [InlineData("javascript:alert(1)", "javascript:alert(1)")]
    public void Every_spelling_has_the_key_of_its_address(string text, string key)
    {
        Assert.True(UrlParser.TryParse(text, new UrlScratch(), out var url, out var error), error.ToString());
        Assert.Equal(key, CanonicalUrl.Of(url));
        Assert.Equal(key, UrlView.Of(url).Canonical);
    }

    [Fact]
    public void Padding_before_the_host_changes_no_key()
    {
        var text = "https://login.example.com" + string.Concat(Enumerable.Repeat("%20", 300)) + "@evil.test";
        Assert.True(UrlParser.TryParse(text, new UrlScratch(), out var url, out _));
        Assert.Equal("evil.test/", CanonicalUrl.Of(url));
        Assert.True(url.Marks.HasFlag(UrlMarks.Userinfo));
    }

    [Theory]
    [InlineData("http://evil.test\u2044paypal.com/")]
    [InlineData("http://\u202Emoc.lapyap/")]
    public void Look_alike_slashes_are_marked_and_directional_hosts_refused(string text)
    {
        if (UrlParser.TryParse(text, new UrlScratch(), out var url, out var error))
            Assert.True(url.Marks.HasFlag(UrlMarks.UnicodeSlash));
        else
            Assert.Equal(UrlError.InvalidIdna, error);
    }
}
