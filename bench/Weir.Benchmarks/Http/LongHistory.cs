using System.Globalization;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.Benchmarks.Http;

/// <summary>A data directory with ten million verdicts of thirty days, written by the store as the server writes them. Made once, kept in the cache.</summary>
internal static class LongHistory
{
    /// <summary>How many verdicts.</summary>
    public const int Rows = 10_000_000;

    private const int BatchRows = 10_000;
    private const int Days = 30;
    private const int Domains = 200_000;

    /// <summary>The directory, and how many verdicts a second were written when it was made; null when it was there.</summary>
    public static (string Directory, double? RowsPerS) Make(Bench bench)
    {
        var directory = Path.Combine(bench.Cache, "pages-10m");
        if (File.Exists(directory + ".done")) return (directory, null);
        bench.Say($"writing {Rows} verdicts (some minutes)");
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        using var store = WeirStore.Open(directory, TimeProvider.System);
        var (start, random) = (store.Time.GetUtcNow().AddDays(-Days), new Random(41));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var first = 0; first < Rows; first += BatchRows)
        {
            store.Verdicts.Add([.. Enumerable.Range(first, BatchRows).Select(i => Row(i, start, random))], BatchRows, 0, null);
            if (first % 500_000 == 0) bench.Say($"  {first}: {first / Math.Max(1, watch.Elapsed.TotalSeconds):F0} a second");
        }

        File.WriteAllText(directory + ".done", "");
        return (directory, Rows / watch.Elapsed.TotalSeconds);
    }

    /// <summary>A row: domains are asked for as on the web, few of them most of the time.</summary>
    private static VerdictRow Row(int i, DateTimeOffset start, Random random)
    {
        var domain = string.Create(CultureInfo.InvariantCulture, $"site{(int)(Domains * Math.Pow(random.NextDouble(), 4))}.example");
        var subject = string.Create(CultureInfo.InvariantCulture, $"https://www.{domain}/path/{random.Next(50)}/page.html");
        var draw = random.NextDouble();
        var decision = draw < 0.08 ? Decision.Phishing : draw < 0.13 ? Decision.Suspicious : draw < 0.14 ? Decision.Unknown : Decision.Benign;
        return new VerdictRow
        {
            At = start.AddMilliseconds(i * (Days * 86_400_000.0 / Rows)),
            SubjectKey = SubjectHash.Of(subject["https://".Length..]),
            Subject = subject,
            Registrable = domain,
            Score = decision switch { Decision.Phishing => 0.8 + 0.2 * random.NextDouble(), Decision.Suspicious => 0.4 + 0.4 * random.NextDouble(), _ => 0.4 * random.NextDouble() },
            Decision = decision,
            Category = decision is Decision.Phishing ? (i % 3 == 0 ? "financial" : "credential") : "none",
            Brand = decision is Decision.Phishing && i % 2 == 0 ? $"Brand {i % 40}" : null,
            Model = i < Rows / 2 ? "url-old" : "url-new",
            List = i % 500 == 0 ? "block" : null,
            AskedBy = "key:mail",
        };
    }
}
