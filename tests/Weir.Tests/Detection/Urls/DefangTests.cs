using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Urls;

public class DefangTests
{
    [Theory]
    [InlineData("hxxps://evil[.]example/a", "https://evil.example/a")]
    [InlineData("hXXp://evil(.)example", "http://evil.example")]
    [InlineData("fxp://evil{.}example", "ftp://evil.example")]
    [InlineData("evil[dot]example/x", "evil.example/x")]
    [InlineData("evil(DOT)example", "evil.example")]
    [InlineData("evil dot example", "evil.example")]
    [InlineData("evil . example/a b", "evil.example/a b")]
    [InlineData("http[:]//evil[.]example", "http://evil.example")]
    [InlineData("http[://]evil[.]example", "http://evil.example")]
    [InlineData("hxxp://user[@]evil[.]example", "http://user@evil.example")]
    [InlineData("a[at]evil.example", "a@evil.example")]
    [InlineData("https:\\/\\/evil\\.example\\/a", "https://evil.example/a")]
    public void Known_marks_are_undone(string text, string plain)
    {
        Assert.True(Defang.NeedsRefang(text));
        Assert.Equal(plain, Defang.Refanged(text));
    }

    [Theory]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:192.0.2.1]:80/a[.]b")]
    [InlineData("https://example.com/a[.]b?c=[dot]&d=( . )")]
    [InlineData("https://example.com?x=[.]")]
    [InlineData("data:text/html,a . b")]
    [InlineData("mailto:a@example.com")]
    [InlineData("hex.example/x")]
    public void Ordinary_urls_come_back_as_they_were(string url) => Assert.Equal(url, Defang.Refanged(url));

    [Theory]
    [InlineData("https://evil.example/a.b", "hxxps://evil[.]example/a.b")]
    [InlineData("evil.example", "evil[.]example")]
    [InlineData("ftp://evil.example", "fxp://evil[.]example")]
    [InlineData("http://[::1]/", "hxxp://[::1]/")]
    public void Defanging_marks_scheme_and_host(string url, string defanged)
    {
        Assert.Equal(defanged, Defang.Defanged(url));
        Assert.Equal(defanged, Defang.Defanged(defanged));
        Assert.Equal(url, Defang.Refanged(defanged));
    }

    [Fact]
    public void Refanging_hostile_text_is_idempotent()
    {
        var random = new Random(7);
        string[] pieces = ["h", "xx", "tt", "p", ":", "/", "[", "]", ".", "(", ")", " ", "dot", "at", "@", "\\", "a", "?", "hxxp://"];
        for (int round = 0; round < 50_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)]));
            string once = Defang.Refanged(text);
            Assert.True(once == Defang.Refanged(once), $"'{text}' -> '{once}' -> '{Defang.Refanged(once)}'");
            Defang.Defanged(text);
        }
    }
}
