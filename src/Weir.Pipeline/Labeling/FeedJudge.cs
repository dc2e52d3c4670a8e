using System.Globalization;
using Weir.Storage.Review;

namespace Weir.Pipeline.Labeling;

/// <summary>Whether a feed strays from its own history; the reason to quarantine it when it strays far, and since which import it does.</summary>
internal readonly record struct FeedOpinion(bool IsUnusual, string? Reason, long SinceImport);

/// <summary>
/// Holds the newest claims of a feed against all that came before. Looks at the newest import alone and at the last week, four
/// weeks and twelve weeks, so that a slow change adds up. The measure is the Chernoff bound on so many odd claims, in nats, at
/// twice the rate of the history: three make a feed unusual; fourteen (less than one in a million) and enough claims quarantine it.
/// </summary>
internal static class FeedJudge
{
    private const double UnusualNats = 3;
    private const double QuarantineNats = 14;
    private const int LeastUnusual = 3;
    private const int LeastQuarantine = 10;
    // The champion errs in bursts, so its word alone takes more.
    private const int LeastCleared = 25;
    private const double Overdispersion = 2;
    // A feed without history is taken to be wrong in 1 of 100 claims.
    private const double PriorOdd = 1;
    private const double PriorClaims = 100;
    private const long LeastHistory = 200;
    private const double MostDoubted = 0.5;
    // Each such claim is set aside by itself; real feeds bring up to one in thirty when a popular platform is abused.
    private const double LeastPopular = 0.05;
    private const int Growth = 10;
    private const int LeastGrown = 500;
    private const int LeastPeriods = 4;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static FeedOpinion Of(IReadOnlyList<FeedBatch> earlier, FeedBatch now, DateTimeOffset? released)
    {
        var (isUnusual, reason) = (false, Grown(earlier, now, released));
        var since = reason is null ? long.MaxValue : Recent(earlier, now, Week, released).Min(batch => batch.ImportId);
        foreach (var span in (TimeSpan[])[TimeSpan.Zero, Week, 4 * Week, 12 * Week])
        {
            var recent = Recent(earlier, now, span, released);
            var before = earlier.Except(recent).ToList();
            foreach (var odd in Oddities)
            {
                var excess = odd.NeedsHistory && before.Sum(batch => batch.Claims) < LeastHistory ? 0 : Excess(odd, recent, before);
                var count = recent.Sum(odd.Odd);
                isUnusual |= excess > UnusualNats && count >= LeastUnusual;
                if (excess > QuarantineNats && count >= odd.Least && count >= odd.LeastShare * recent.Sum(odd.All))
                    (reason, since) = reason is null ? (Sentence(odd, recent, before), recent.Min(batch => batch.ImportId)) : (reason, since);
            }
        }

        return new FeedOpinion(isUnusual || reason is not null, reason, since);
    }

    // After a release only what came later counts as new.
    private static List<FeedBatch> Recent(IReadOnlyList<FeedBatch> earlier, FeedBatch now, TimeSpan span, DateTimeOffset? released) =>
        [.. earlier.Where(batch => batch.At > now.At - span && !(batch.At <= released)), now];

    private static readonly Oddity[] Oddities =
    [
        new("phishing claims are on popular sites and made by no other feed", batch => batch.Popular, batch => batch.Phishing, LeastQuarantine) { LeastShare = LeastPopular },
        new("claims are contradicted by other feeds or by popularity", batch => batch.Against, batch => batch.Claims, LeastQuarantine),
        new("benign claims are on what the champion calls phishing", batch => batch.Cleared, batch => batch.Claims - batch.Phishing, LeastCleared) { NeedsHistory = true, LeastShare = 0.015 },
        // Much new phishing looks benign to the champion: that is what is to be learned. Only most of it is odd.
        new("phishing claims are on what the champion holds for clearly benign", batch => batch.Doubted, batch => batch.Phishing, LeastCleared) { NeedsHistory = true, LeastShare = MostDoubted },
    ];

    private static double Excess(Oddity odd, List<FeedBatch> recent, List<FeedBatch> before)
    {
        var all = recent.Sum(odd.All);
        if (all == 0) return 0;
        var share = (double)recent.Sum(odd.Odd) / all;
        var usual = Math.Min(0.99, Overdispersion * Usual(odd, before));
        if (share <= usual) return 0;
        return all * ((share * Math.Log(share / usual)) + (share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - usual)) : 0));
    }

    private static double Usual(Oddity odd, List<FeedBatch> before) => (before.Sum(odd.Odd) + PriorOdd) / (before.Sum(odd.All) + PriorClaims);

    private static string Sentence(Oddity odd, List<FeedBatch> recent, List<FeedBatch> before)
    {
        var (count, all, since) = (recent.Sum(odd.Odd), recent.Sum(odd.All), recent.Min(batch => batch.At));
        var (was, of) = (before.Sum(odd.Odd), before.Sum(odd.All));
        return string.Create(CultureInfo.InvariantCulture, $"{count:N0} of its {all:N0} {odd.What} since {since:yyyy-MM-dd}, and {was:N0} of {of:N0} before");
    }

    private static string? Grown(IReadOnlyList<FeedBatch> earlier, FeedBatch now, DateTimeOffset? released)
    {
        var claims = now.Claims + earlier.Where(batch => batch.At > now.At - Week && !(batch.At <= released)).Sum(batch => batch.Claims);
        var periods = earlier.Where(batch => batch.At <= now.At - Week).GroupBy(batch => (now.At - batch.At).Ticks / Week.Ticks)
            .Select(period => period.Sum(batch => batch.Claims)).Order().ToList();
        if (periods.Count < LeastPeriods || claims < LeastGrown) return null;
        var median = periods[periods.Count / 2];
        return claims < Growth * median ? null
            : string.Create(CultureInfo.InvariantCulture, $"it brought {claims:N0} new claims in a week, where {median:N0} are usual");
    }

    private sealed record Oddity(string What, Func<FeedBatch, long> Odd, Func<FeedBatch, long> All, int Least)
    {
        public bool NeedsHistory { get; init; }

        public double LeastShare { get; init; }
    }
}
