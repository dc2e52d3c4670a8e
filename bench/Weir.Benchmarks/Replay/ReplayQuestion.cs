using System.Diagnostics;
using System.Globalization;
using Weir.Benchmarks.Harness;
using Weir.Cli.Demo;

namespace Weir.Benchmarks.Replay;

/// <summary>
/// Twenty-two months through the real loop with simulated time: dated feeds from a local web server, a cycle every four weeks. Beside
/// the model that renews itself stands the first one, frozen at the start; both judge phishing of the next four weeks on domains that
/// nobody had named, and the same held-out benign pool.
/// </summary>
internal sealed class ReplayQuestion : IQuestion
{
    private const int Weeks = 4;
    private const int TestPerDomain = 2;
    private const int LastPeriods = 6;

    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2025, 10, 31, 0, 0, 0, TimeSpan.Zero);

    public string Name => "replay";

    public string About => "2024-01 to 2025-10 through the real loop with simulated time: the self-renewing model beside one frozen at the start";

    /// <summary><c>--until DATE</c> ends earlier; <c>--samples N</c> trains on so many (100,000); <c>--say</c> tells each step.</summary>
    public Answer Ask(Bench bench)
    {
        var watch = Stopwatch.StartNew();
        var end = bench.Value("--until") is { } until ? DateTimeOffset.Parse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : End;
        bench.Say("reading the collections");
        var collections = new ReplayCollections(bench);
        var folder = Path.Combine(bench.Cache, "replay");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var time = new SimulatedTime(Start);
        using var world = ReplayWorld.Open(folder, collections, time, bench.Value("--samples") ?? "100000", bench.Has("--say") ? bench.Say : null);
        bench.Say("importing what lies before");
        world.ImportUndated();
        var periods = new List<ReplayPeriod>();
        var seconds = new List<double>();
        while (time.GetUtcNow() < end)
        {
            seconds.Add(Cycle(world));
            var from = time.GetUtcNow();
            if (Period(world, collections, from, Min(from.AddDays(7 * Weeks), end)) is { } period) periods.Add(period);
            bench.Say($"{from:yyyy-MM-dd}: {world.LastOutcome} in {seconds[^1]:F1} s" + (periods.Count > 0 && periods[^1].From == from
                ? $"; {periods[^1].Phishing} phishing, TPR {Figure.Percent(periods[^1].RenewedTpr)} beside {Figure.Percent(periods[^1].FrozenTpr)}" : ""));
            Weekly(world, time);
        }

        if (periods.Count == 0) throw new BenchException("no cycle put a model to work: run it again with --say to see why");
        return ReplayReport.Answer(world, collections, periods, LastPeriods, seconds, watch.Elapsed);
    }

    private static double Cycle(ReplayWorld world)
    {
        var watch = Stopwatch.StartNew();
        world.Tick();
        return watch.Elapsed.TotalSeconds;
    }

    // The weeks between two cycles: feeds are fetched, labels decided, the champion watched.
    private static void Weekly(ReplayWorld world, SimulatedTime time)
    {
        for (var week = 1; week <= Weeks; week++)
        {
            time.Advance(TimeSpan.FromDays(7));
            if (week < Weeks) world.Tick();
        }
    }

    private static ReplayPeriod? Period(ReplayWorld world, ReplayCollections collections, DateTimeOffset from, DateTimeOffset until)
    {
        var (named, counts) = (collections.Named(from), new Dictionary<string, int>(StringComparer.Ordinal));
        var phishing = collections.Phishing.SelectMany(rows => rows.Between(from, until)).DistinctBy(row => row.Canonical)
            .Where(row => !named.Contains(row.Domain) && !ReplayCollections.IsPool(row.Domain))
            .OrderBy(row => Pipeline.Datasets.DomainBuckets.Hash(row.Canonical))
            .Where(row => (counts[row.Domain] = counts.GetValueOrDefault(row.Domain) + 1) <= TestPerDomain).ToList();
        if (phishing.Count == 0 || world.Champion() is not { } champion) return null;
        var rows = phishing.Concat(collections.Pool).ToList();
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        return new ReplayPeriod(from, Score(champion, rows), Score(world.Frozen!, rows), [.. rows.Select((_, i) => i < phishing.Count ? (byte)1 : (byte)0)],
            [.. rows.Select(row => groups.TryGetValue(row.Domain, out var group) ? group : groups[row.Domain] = groups.Count)]);
    }

    private static double[] Score(Weir.Pipeline.Evaluation.ScoringModel model, List<DatedRow> rows)
    {
        var scores = new double[rows.Count];
        Parallel.For(0, 8, part =>
        {
            var score = model.NewScorer();
            for (var i = part; i < rows.Count; i += 8) scores[i] = score(rows[i].Url);
        });
        return scores;
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
