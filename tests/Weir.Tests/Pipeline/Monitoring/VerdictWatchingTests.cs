using Weir.Pipeline.Monitoring;
using Weir.Storage.Monitoring;
using Xunit;

namespace Weir.Tests.Pipeline.Monitoring;

public sealed class VerdictWatchingTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 28, 12, 30, 0, TimeSpan.Zero);

    [Fact]
    public void An_ordinary_day_raises_no_alarm() => AssertAlarms(Look(day => day % 7 < 2 ? 30 : 20, 28), false, false);

    [Fact]
    public void Twice_the_usual_share_of_phishing_is_a_high_risk()
    {
        var shares = Look(20, 90)!;
        AssertAlarms(shares, true, false);
        Assert.Equal((0.02, 0.09), (Math.Round(shares.UsualPhishing, 3), Math.Round(shares.Phishing, 3)));
    }

    [Fact]
    public void A_small_rise_is_none_however_sure() => AssertAlarms(Look(2, 12), false, false);

    [Fact]
    public void Days_that_differ_widely_by_custom_raise_no_alarm() => AssertAlarms(Look(day => day % 2 == 0 ? 10 : 150, 190), false, false);

    [Fact]
    public void A_rise_of_unknown_verdicts_is_told_by_itself() => AssertAlarms(Look(20, 20, unknown: 200), false, true);

    [Fact]
    public void Without_a_week_of_history_or_a_hundred_verdicts_nothing_is_said()
    {
        AssertAlarms(Look(20, 500, days: 5), false, false);
        AssertAlarms(VerdictWatching.Of([.. Hours(20, 20, 20, 0), new VerdictHour(Now.AddMinutes(-30), 50, 0, 0, 0)], Now.AddDays(2), 0.02), false, false);
        Assert.Null(VerdictWatching.Of([], Now, 0.02));
    }

    private static void AssertAlarms(VerdictShares? shares, bool isHighRisk, bool isUnknownHigh) =>
        Assert.Equal((isHighRisk, isUnknownHigh), (shares!.IsHighRisk, shares.IsUnknownHigh));

    private static VerdictShares? Look(int usual, int today, int unknown = 10, int days = 20) => Look(_ => usual, today, unknown, days);

    private static VerdictShares? Look(Func<int, int> usual, int today, int unknown = 10, int days = 20) =>
        VerdictWatching.Of([.. Enumerable.Range(1, days).Reverse().SelectMany(day => Hours(usual(day), 10, 1, day)), .. Hours(today, unknown, 1, 0)], Now, 0.02);

    // A day of a thousand verdicts, in two of its hours.
    private static IEnumerable<VerdictHour> Hours(int phishing, int unknown, int suspicious, int daysBack)
    {
        yield return new VerdictHour(Now.AddDays(-daysBack).AddHours(-20), phishing / 2, suspicious, 499 - phishing / 2, 0);
        yield return new VerdictHour(Now.AddDays(-daysBack).AddHours(-3), phishing - phishing / 2, 0, 500 - unknown - (phishing - phishing / 2), unknown);
    }
}
