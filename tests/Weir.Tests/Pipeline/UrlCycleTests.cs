using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public class UrlCycleTests
{
    [Theory]
    [InlineData("google.com", true)]
    [InlineData("www.wikipedia.org", true)]
    [InlineData("de.wikipedia.org", true)]
    [InlineData("docs.google.com", false)]
    [InlineData("somebody.github.io", false)]
    [InlineData("somebody.infinityfreeapp.com", false)]
    [InlineData("weir-knows-nothing.test", false)]
    public void A_popular_site_has_one_owner(string host, bool isPopular) =>
        Assert.Equal(isPopular, UrlCycle.Parts(ReferenceLists.Embedded, SomeModel.Quick, new FakeTime()).IsPopularSite(host));

    [Fact]
    public void What_a_rule_holds_for_suspicious_raises_an_alarm_without_a_score()
    {
        var model = UrlCycle.Scoring(SomeModel.Model, ReferenceLists.Embedded, new FakeTime());
        Assert.True(model.NewScorer()("javascript:alert(1)") >= model.SuspiciousThreshold);
        Assert.True(double.IsNaN(model.NewScorer()("mailto:anna@example.com")));
    }
}
