using Weir.Storage.Monitoring;

namespace Weir.Pipeline.Monitoring;

/// <summary>Compares the verdicts of the last 24 hours with the days before.</summary>
internal static class VerdictWatching
{
    private const int LeastDays = 7;
    private const long LeastOfDay = 100;
    private const double Strict = 3;

    /// <summary>The hours end at now, oldest first; null without one.</summary>
    public static VerdictShares? Of(IReadOnlyList<VerdictHour> hours, DateTimeOffset now, double rise)
    {
        var days = hours.GroupBy(hour => (int)Math.Floor((now - hour.From).TotalHours / 24)).OrderByDescending(day => day.Key)
            .Select(day => (Back: day.Key, Day: new VerdictDay(now - (day.Key + 1) * TimeSpan.FromDays(1),
                day.Sum(hour => hour.Phishing), day.Sum(hour => hour.Suspicious), day.Sum(hour => hour.Benign), day.Sum(hour => hour.Unknown)))).ToList();
        if (days.Count == 0) return null;
        var today = days[^1].Back == 0 ? days[^1].Day : new VerdictDay(now - TimeSpan.FromDays(1), 0, 0, 0, 0);
        List<VerdictDay> before = [.. days.Where(day => day.Back > 0 && All(day.Day) >= LeastOfDay).Select(day => day.Day)];
        var (phishing, usualPhishing) = (Rate(today, day => day.Phishing), Usual(before, day => day.Phishing));
        var (unknown, usualUnknown) = (Rate(today, day => day.Unknown), Usual(before, day => day.Unknown));
        var isEnough = before.Count >= LeastDays && All(today) >= LeastOfDay;
        return new VerdictShares(All(today), phishing, unknown, before.Count, usualPhishing, usualUnknown,
            isEnough && IsHigh(today, before, day => day.Phishing, rise), isEnough && IsHigh(today, before, day => day.Unknown, rise), [.. days.Select(day => day.Day)]);
    }

    private static long All(VerdictDay day) => day.Phishing + day.Suspicious + day.Benign + day.Unknown;

    private static double Rate(VerdictDay day, Func<VerdictDay, long> part) => All(day) == 0 ? 0 : (double)part(day) / All(day);

    private static double Usual(List<VerdictDay> days, Func<VerdictDay, long> part) => days.Count == 0 ? 0 : days.Average(day => Rate(day, part));

    /// <summary>Whether the share is certainly above twice the usual, above what days differ by, and by enough to matter.</summary>
    private static bool IsHigh(VerdictDay today, List<VerdictDay> before, Func<VerdictDay, long> part, double rise)
    {
        var usual = Usual(before, part);
        var spread = Math.Sqrt(before.Average(day => (Rate(day, part) - usual) * (Rate(day, part) - usual)));
        var surely = Proportion.Bounds(part(today), All(today), Strict).Low;
        return surely > 2 * usual && surely > usual + rise && surely > usual + Strict * spread;
    }
}
