using Weir.Detection;
using Weir.Pipeline.Review;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.BrowserTests.Support;

/// <summary>Three months of verdicts, as a mail gateway would ask for them, a few of them about hostile text.</summary>
internal static class SomeTraffic
{
    private const int Rows = 1600;
    private const double PhishingThreshold = 0.8;

    private static readonly (string Name, string Sector)[] Brands =
        [("PayPal", "financial"), ("Microsoft", "credential"), ("Netflix", "credential"), ("DHL", "delivery"), ("Coinbase", "crypto"), ("Amazon", "credential"), ("Facebook", "credential")];

    private static readonly string[] Places = ["example.com", "example.net", "example.org", "example.de", "example.fr", "example.com.br", "example.in", "example.test"];
    private static readonly string[] Lures = ["login", "verify", "billing", "parcel", "wallet", "account-check"];
    private static readonly string[] Sites = ["garden", "bakery", "river-cinema", "book-market", "stone-house", "cooking"];

    /// <summary>Fills the history, and with it the figures and the review queue.</summary>
    public static void Fill(WeirStore store)
    {
        var (random, now) = (new Random(7), store.Time.GetUtcNow());
        var rows = Enumerable.Range(0, Rows).Select(i => Row(random, now, i)).Append(Hostile(now)).OrderBy(row => row.At).ToList();
        store.Verdicts.Add(rows, rows.Count, 0, null);
        ReviewWatch.Run(store, PhishingThreshold);
    }

    // Half of it within the last day, with a wave of phishing in the afternoon.
    private static VerdictRow Row(Random random, DateTimeOffset now, int i)
    {
        var ago = i % 2 == 0 ? TimeSpan.FromHours(24 * Math.Pow(random.NextDouble(), 1.3)) : TimeSpan.FromDays(90 * random.NextDouble());
        var draw = random.NextDouble() + (ago.TotalHours is > 3 and < 8 ? -0.06 : 0);
        return draw < 0.11 ? Threat(random, now - ago, isSure: true) : draw < 0.16 ? Threat(random, now - ago, isSure: false) : draw < 0.175 ? Unread(now - ago, i) : Ordinary(random, now - ago);
    }

    private static VerdictRow Threat(Random random, DateTimeOffset at, bool isSure)
    {
        var (brand, sector) = Brands[(int)(Brands.Length * Math.Pow(random.NextDouble(), 1.8))];
        var (place, lure) = (Places[(int)(Places.Length * Math.Pow(random.NextDouble(), 1.5))], Lures[random.Next(Lures.Length)]);
        var host = $"{brand.ToLowerInvariant()}-{lure}{random.Next(40)}.{place}";
        return Of(at, $"https://{host}/{lure}?id={random.Next(100000)}", host, isSure ? Decision.Phishing : Decision.Suspicious, isSure ? 1 - 0.2 * Math.Pow(random.NextDouble(), 3) : 0.45 + 0.3 * random.NextDouble())
            with
        { Category = sector, Brand = brand, List = random.Next(20) == 0 && isSure ? "block" : null };
    }

    private static VerdictRow Ordinary(Random random, DateTimeOffset at)
    {
        var host = $"{Sites[random.Next(Sites.Length)]}.{Places[random.Next(3)]}";
        return Of(at, $"https://{host}/news/{random.Next(500)}", host, Decision.Benign, 0.3 * Math.Pow(random.NextDouble(), 4));
    }

    private static VerdictRow Unread(DateTimeOffset at, int i) => Of(at, $"http://[{i}", null, Decision.Unknown, null) with { SubjectKey = 0 };

    private static VerdictRow Hostile(DateTimeOffset now) =>
        Of(now, "http://bad.example/" + SomeWorld.Hostile, "bad.example", Decision.Phishing, 0.98) with { Brand = SomeWorld.Hostile, Category = "credential", AskedBy = SomeWorld.Hostile };

    private static VerdictRow Of(DateTimeOffset at, string subject, string? host, Decision decision, double? score) => new()
    {
        At = at,
        Subject = subject,
        SubjectKey = subject.GetHashCode(StringComparison.Ordinal) | 1,
        Registrable = host,
        Decision = decision,
        Score = score,
        Model = score is null ? null : "v1",
        AskedBy = "key:mail-gateway",
    };
}
