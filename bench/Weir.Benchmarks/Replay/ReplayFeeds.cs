using System.Globalization;
using System.Text;
using Weir.Cli.Demo;

namespace Weir.Benchmarks.Replay;

/// <summary>Serves the collections as their publishers would: each answer holds what was seen within the window before the simulated now.</summary>
internal sealed class ReplayFeeds(ReplayCollections collections, FeedServer server, TimeProvider time)
{
    // The first answer reaches far enough back for the newest hundred thousand samples.
    private static readonly TimeSpan FirstWindow = TimeSpan.FromDays(550);
    private static readonly TimeSpan Window = TimeSpan.FromDays(35);
    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    private DateTimeOffset _narrowFrom = Never;

    /// <summary>The settings of all feeds, served from now on.</summary>
    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var rows in collections.Phishing.Concat(collections.Benign))
        {
            var isCert = rows.Name == "jpcert";
            var address = server.Serve($"/{rows.Name}.csv", () => Page(rows, isCert));
            settings[$"Feeds:{rows.Name}:Kind"] = isCert ? "cert" : "csv";
            settings[$"Feeds:{rows.Name}:Url"] = address;
            settings[$"Feeds:{rows.Name}:Label"] = rows.IsPhishing ? "phishing" : "benign";
            settings[$"Feeds:{rows.Name}:Enabled"] = "true";
            settings[$"Feeds:{rows.Name}:Every"] = "6d";
            settings[$"Feeds:{rows.Name}:StaleAfter"] = "90d";
            if (isCert) continue;
            settings[$"Feeds:{rows.Name}:Columns:Url"] = "url";
            settings[$"Feeds:{rows.Name}:Columns:SeenAt"] = "seen_at";
        }

        return settings;
    }

    /// <summary>From now on answers hold the short window only.</summary>
    public void Narrow() => _narrowFrom = time.GetUtcNow();

    private FeedPage Page(DatedRows rows, bool isCert)
    {
        var now = time.GetUtcNow();
        var text = new StringBuilder(isCert ? "date,URL,description\n" : "url,seen_at\n");
        foreach (var row in rows.Between(now - (now > _narrowFrom ? Window : FirstWindow), now))
        {
            if (ReplayCollections.IsPool(row.Domain)) continue;
            var (stamp, url) = (row.SeenAt!.Value.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), '"' + row.Url.Replace("\"", "\"\"", StringComparison.Ordinal) + '"');
            text.Append(isCert ? $"{stamp},{url},seen\n" : $"{url},{stamp}\n");
        }

        return new FeedPage(text.ToString(), "text/csv");
    }
}
