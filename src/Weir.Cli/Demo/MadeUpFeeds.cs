using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Cli.Demo;

/// <summary>The feeds of the made-up world as their publishers write them, with their troubles; each shows the last ten days.</summary>
internal sealed class MadeUpFeeds(MadeUpWorld world, IReadOnlyList<string> popular, TimeProvider time)
{
    private const string Page = "<!doctype html><html><head><title>We are moving</title></head><body><h1>We are moving</h1></body></html>";
    private static readonly TimeSpan Window = TimeSpan.FromDays(10);
    private static readonly TimeSpan BrokenFor = TimeSpan.FromDays(2);
    private static readonly TimeSpan SilentFor = TimeSpan.FromDays(4);
    private static readonly TimeSpan PoisonedFor = TimeSpan.FromDays(6);

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The phishing feeds by name, and the share of the phishing that each hears of, in percent.</summary>
    public static IReadOnlyList<(string Name, int Hears)> Phishing { get; } = [("harbour", 65), ("lighthouse", 55), ("beacon", 45)];

    /// <summary>One address a line.</summary>
    public FeedPage Harbour() => Told("harbour", rows => string.Concat(rows.Select(row => row.Url + "\n")), "text/plain");

    /// <summary>Date, address and description, as national response teams write them.</summary>
    public FeedPage Lighthouse() => Told("lighthouse", rows => "date,URL,description\n"
        + string.Concat(rows.Select(row => $"{Stamp(row.At)},{row.Url},made up\n")), "text/csv");

    /// <summary>A JSON array of objects.</summary>
    public FeedPage Beacon() => Told("beacon", rows => JsonSerializer.Serialize(rows.Select(row => new { url = row.Url, first_seen = Stamp(row.At) })), "application/json");

    /// <summary>Trusted links with the time of their entry.</summary>
    public FeedPage Gardens()
    {
        var text = new StringBuilder("url,seen_at\n");
        foreach (var row in world.Between(Now - Window, Now).Where(row => !row.IsPhishing)) text.Append(CultureInfo.InvariantCulture, $"{row.Url},{Stamp(row.At)}\n");
        return new FeedPage(text.ToString(), "text/csv");
    }

    private FeedPage Told(string name, Func<IEnumerable<Appearance>, string> write, string type)
    {
        if (name == world.Silent && During(world.SilentFrom, SilentFor)) return new FeedPage("down for maintenance", Status: 503);
        if (name == world.Broken && During(world.BrokenFrom, BrokenFor)) return new FeedPage(Page, "text/html");
        var hears = Phishing.First(feed => feed.Name == name).Hears;
        var rows = world.Between(Now - Window, Now).Where(row => row.IsPhishing && Hash(name + row.Url) % 100 < hears);
        return new FeedPage(write(name == world.Poisoned ? rows.Concat(Poison()) : rows), type);
    }

    /// <summary>Popular sites and ordinary ones, called phishing.</summary>
    private IEnumerable<Appearance> Poison()
    {
        if (!During(world.PoisonedFrom, PoisonedFor)) yield break;
        foreach (var domain in popular) yield return new Appearance(world.PoisonedFrom, $"https://{domain}/", true, 0);
        foreach (var row in world.Between(world.PoisonedFrom - Window, world.PoisonedFrom).Where(row => !row.IsPhishing)) yield return row;
    }

    private bool During(DateTimeOffset from, TimeSpan span) => Now >= from && Now < from + span;

    private static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // The same on every run and machine, which string.GetHashCode is not.
    private static uint Hash(string text) => text.Aggregate(2_166_136_261u, (hash, letter) => (hash ^ letter) * 16_777_619u);
}
