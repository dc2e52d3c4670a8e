namespace Weir.Pipeline.Files;

/// <summary>A column that a reader wants, with the names it goes by in files; case does not matter, earlier names win.</summary>
public sealed record Column(params string[] Names)
{
    /// <summary>The address to judge.</summary>
    public static Column Url { get; } = new("url", "subject", "link", "address", "uri", "href", "phish_url", "website", "domain", "host", "hostname");

    /// <summary>Who is right: phishing, benign, 1, 0, …</summary>
    public static Column Label { get; } = new("label", "class", "is_phishing", "phishing", "result", "status", "type");

    /// <summary>When it was first seen.</summary>
    public static Column SeenAt { get; } = new("seen_at", "first_seen", "submission_time", "dateadded", "date", "timestamp", "time");

    /// <summary>Who said so.</summary>
    public static Column Source { get; } = new("source", "feed", "reporter");

    /// <summary>The brand that is imitated.</summary>
    public static Column Target { get; } = new("target", "brand");

    /// <summary>The position among header cells of the first name that occurs; -1 when none does.</summary>
    public int PositionIn(IReadOnlyList<string> header)
    {
        foreach (var name in Names)
        {
            for (var i = 0; i < header.Count; i++)
            {
                if (header[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
            }
        }
        return -1;
    }
}
