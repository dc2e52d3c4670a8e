using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed class BrandMatcherTests
{
    private static readonly int PayPal = Reading.Brand("PayPal");

    [Fact]
    public void A_word_of_the_label_is_an_exact_hit()
    {
        var hits = Reading.Brands("https://paypal-secure.test/");
        Assert.Equal(PayPal, hits.NameWord);
        Assert.True(hits.Combo);
        Assert.Equal(PayPal, hits.InHost);
        Assert.False(Reading.Brands("https://paypal.test/").Combo);
    }

    [Fact]
    public void A_name_inside_a_longer_word_is_told_apart()
    {
        var hits = Reading.Brands("https://mypaypalonline.test/");
        Assert.Equal((0, PayPal), (hits.NameWord, hits.NameInside));
    }

    [Theory]
    [InlineData("https://paypa1.test/")]
    [InlineData("https://paypaI.test/")]
    [InlineData("https://pay-pal.test/")]
    [InlineData("https://secure-p4ypal.test/")]
    public void Look_alike_spellings_are_seen(string url) => Assert.Equal(PayPal, Reading.Brands(url).InHost);

    [Theory]
    [InlineData("https://payppal.test/")]
    [InlineData("https://papyal.test/")]
    [InlineData("https://paypol-login.test/")]
    public void One_typing_slip_is_seen(string url) => Assert.Equal(PayPal, Reading.Brands(url).NameTypo);

    [Fact]
    public void Places_outside_the_name_are_told_apart()
    {
        Assert.Equal(PayPal, Reading.Brands("https://paypal.gardenbooks.test/").Sub);
        Assert.Equal(PayPal, Reading.Brands("https://gardenbooks.test/x/paypal/").Path);
        Assert.Equal(PayPal, Reading.Brands("https://gardenbooks.test/?for=paypal").Query);
    }

    [Theory]
    [InlineData("https://www.paypal.com/signin")]
    [InlineData("https://history.paypal.com/paypal?x=paypal")]
    public void A_brand_on_its_own_domain_is_no_hit(string url)
    {
        var hits = Reading.Brands(url);
        Assert.Equal(PayPal, hits.Owner);
        Assert.Equal(0, hits.Any);
    }

    [Fact]
    public void Ordinary_words_name_a_brand_only_as_words()
    {
        var apple = Reading.Brand("Apple");
        Assert.Equal(apple, Reading.Brands("https://apple-login.test/").Generic);
        Assert.Equal(0, Reading.Brands("https://pineapplecake.test/").Generic);
        Assert.Equal(0, Reading.Brands("https://pineapplecake.test/").InHost);
    }

    [Fact]
    public void Ordinary_names_name_no_brand()
    {
        foreach (var url in new[] { "https://gardenmiller.test/about", "https://river-cook-book.test/", "https://192.0.2.1/", "https://stonefield.example.org/news" })
            Assert.Equal(0, Reading.Brands(url).Any);
    }
}
