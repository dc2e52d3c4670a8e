using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed class LookAlikeScorerTests
{
    private readonly LookAlikeScorer _scorer = new(ReferenceLists.Embedded);

    [Theory]
    [InlineData("paypa1.test", "PayPal", 0.85)]
    [InlineData("*.paypa1.test", "PayPal", 0.85)]
    [InlineData("xn--pypal-4ve.test", "PayPal", 0.80)]
    [InlineData("paypal.test", "PayPal", 0.80)]
    [InlineData("microsoft-login.test", "Microsoft", 0.70)]
    [InlineData("paypal.com.verify.some-host.test", "PayPal", 0.60)]
    public void Names_that_imitate_a_brand_score(string host, string brand, double least)
    {
        var likeness = _scorer.Score(host);
        Assert.Equal(brand, likeness?.Brand);
        Assert.InRange(likeness!.Score, least, 1);
    }

    [Theory]
    [InlineData("www.paypal.com")]
    [InlineData("example.org")]
    [InlineData("github.com")]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    public void Owners_and_ordinary_names_do_not(string host) => Assert.Null(_scorer.Score(host));

    [Fact]
    public void A_stronger_likeness_ranks_before_a_weaker_one()
    {
        string[] hosts = ["paypa1.test", "microsoft-login.test", "mypaypalmusic.test"];
        var scores = hosts.Select(host => _scorer.Score(host)!.Score).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal("the brand's name is a word of the registered label, beside words of signing in or verifying", _scorer.Score("microsoft-login.test")!.Reason);
    }

    [Fact]
    public void Any_text_is_scored_without_an_exception()
    {
        foreach (var text in HostileText.Some(3000, 11)) _scorer.Score(text);
    }
}
