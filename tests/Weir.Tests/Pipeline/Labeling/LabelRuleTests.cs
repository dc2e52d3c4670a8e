using Weir.Pipeline.Labeling;
using Weir.Storage.Samples;
using Xunit;

namespace Weir.Tests.Pipeline.Labeling;

public class LabelRuleTests
{
    [Fact]
    public void The_more_trusted_side_wins_and_the_earliest_of_it_is_named()
    {
        var decision = LabelRule.Decide([Vote(1, true, 3), Vote(2, true, 2), Vote(3, false, 1, 0.5)]);
        Assert.Equal((Label.Phishing, 3, 2L), (decision.Label, decision.Feeds, decision.FeedId));
        Assert.Equal(Day(2), decision.SeenAt);
    }

    [Fact]
    public void An_even_contest_is_unknown() =>
        Assert.Equal(Label.Unknown, LabelRule.Decide([Vote(1, true, 1), Vote(2, false, 1)]).Label);

    [Fact]
    public void A_feed_has_one_vote_however_often_it_repeats_itself_and_its_newest_counts() =>
        Assert.Equal(Label.Benign, LabelRule.Decide([Vote(1, true, 1), Vote(1, true, 2), Vote(1, false, 3)]).Label);

    [Fact]
    public void Feeds_without_trust_decide_nothing() => Assert.Equal(Label.Unknown, LabelRule.Decide([Vote(1, true, 1, 0)]).Label);

    private static Vote Vote(long feed, bool phishing, int day, double trust = 1) => new(7, feed, phishing, Day(day), trust);

    private static DateTimeOffset Day(int day) => new(2025, 1, day, 0, 0, 0, TimeSpan.Zero);
}
