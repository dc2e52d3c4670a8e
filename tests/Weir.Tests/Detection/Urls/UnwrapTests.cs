using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Urls;

public sealed class UnwrapTests
{
    private static readonly UrlScratch Scratch = new();

    [Theory]
    [InlineData("https://www.google.com/url?sa=t&q=https%3A%2F%2Fevil.test%2Fa%3Fb%3D1&usg=x", "https://evil.test/a?b=1")]
    [InlineData("https://evil--site-test.translate.goog/a?_x_tr_sl=en&b=1", "https://evil-site.test/a?b=1")]
    [InlineData("https://evil-test.cdn.ampproject.org/c/s/evil.test/a", "https://evil.test/a")]
    [InlineData("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.test%2F&data=05", "https://evil.test/")]
    [InlineData("https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.test_a&d=x", "https://evil.test/a")]
    [InlineData("https://urldefense.com/v3/__https://evil.test/a*b__;Iw!!x", "https://evil.test/a#b")]
    [InlineData("https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.test%2F&h=1", "https://evil.test/")]
    public void Known_wrappers_give_their_destination(string text, string destination)
    {
        Assert.True(UrlParser.TryParse(text, Scratch, out var url, out _));
        var carried = Unwrap.Read(url);
        Assert.True(carried!.IsWrapper);
        Assert.Equal(destination, Assert.Single(carried.Destinations));
    }

    [Fact]
    public void Other_addresses_tell_what_they_carry_and_what_they_are_without_it()
    {
        Assert.True(UrlParser.TryParse("https://site.test/a?x=1&u=http%3A%2F%2Fb.test%2F", Scratch, out var url, out _));
        var carried = Unwrap.Read(url);
        Assert.Equal("http://b.test/", Assert.Single(carried!.Destinations));
        Assert.Equal("https://site.test/a?x=1", carried.Bare);
        Assert.False(carried.IsWrapper);
    }

    [Theory]
    [InlineData("https://site.test/http-basics?q=https")]
    [InlineData("https://www.google.com/search?q=weir")]
    [InlineData("mailto:a@b.test")]
    public void Ordinary_addresses_carry_nothing(string text)
    {
        Assert.True(UrlParser.TryParse(text, Scratch, out var url, out _));
        Assert.Null(Unwrap.Read(url));
    }

    [Fact]
    public void No_text_breaks_it()
    {
        var chance = new Random(7);
        string[] pieces = ["https://", "http:", "urldefense.com", "/v3/__", "__;", "!!", "translate.goog", "www.google.com/url", "?q=", "&u=", "%", "%2F", "-", "_", "*", "data:text/html;base64,", "javascript:", "/c/s/", "cdn.ampproject.org", "a.test", "é"];
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, chance.Next(1, 12)).Select(_ => pieces[chance.Next(pieces.Length)]));
            if (UrlParser.TryParse(text, Scratch, out var url, out _)) Assert.True(Unwrap.Read(url) is not { Destinations.Count: > 3 });
        }
    }
}
