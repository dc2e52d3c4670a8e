using Weir.Pipeline.Feeds;
using Weir.Storage.Feeds;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds;

public sealed class FeedScheduleTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FeedSettings Feed = new() { Name = "desk", Kind = FeedKinds.All[0], Every = TimeSpan.FromHours(1) };

    [Fact]
    public void All_is_well_means_the_usual_pause() => Assert.Equal(Now.AddHours(1), FeedSchedule.Next(Feed, 0, Now, null));

    [Fact]
    public void Failures_wait_twice_as_long_each_time_within_a_fifth_and_up_to_six_hours()
    {
        for (var failures = 1; failures < 30; failures++)
        {
            var wait = FeedSchedule.Next(Feed, failures, Now, null) - Now;
            var meant = TimeSpan.FromMinutes(Math.Min(360, Math.Pow(2, failures - 1)));
            Assert.InRange(wait, 0.8 * meant, 1.2 * meant);
        }
    }

    [Fact]
    public void The_wait_of_a_failure_is_the_same_each_time_and_differs_between_feeds()
    {
        Assert.Equal(FeedSchedule.Next(Feed, 5, Now, null), FeedSchedule.Next(Feed, 5, Now, null));
        Assert.NotEqual(FeedSchedule.Next(Feed, 5, Now, null), FeedSchedule.Next(Feed with { Name = "other" }, 5, Now, null));
    }

    [Fact]
    public void What_the_other_side_asks_for_is_heeded_for_at_most_a_day()
    {
        Assert.Equal(Now.AddHours(3), FeedSchedule.Next(Feed, 0, Now, Now.AddHours(3)));
        Assert.Equal(Now.AddHours(1), FeedSchedule.Next(Feed, 0, Now, Now.AddMinutes(3)));
        Assert.Equal(Now.AddDays(1), FeedSchedule.Next(Feed, 1, Now, Now.AddYears(3)));
    }

    [Fact]
    public void A_feed_is_due_when_new_when_its_time_has_come_and_when_the_clock_was_set_back()
    {
        var state = new FeedState { Feed = "desk", AttemptedAt = Now, DueAt = Now.AddHours(1) };
        Assert.True(FeedSchedule.IsDue(null, Now));
        Assert.False(FeedSchedule.IsDue(state, Now.AddMinutes(59)));
        Assert.True(FeedSchedule.IsDue(state, Now.AddHours(1)));
        Assert.True(FeedSchedule.IsDue(state, Now.AddDays(-1)));
    }
}
