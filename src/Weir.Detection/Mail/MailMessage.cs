using System.Globalization;

namespace Weir.Detection.Mail;

/// <summary>
/// A mail (RFC 5322, MIME) as far as its links go. Reads anything: what is no mail has no header and no link. Time and memory are
/// linear in the text.
/// </summary>
public sealed record MailMessage
{
    /// <summary>The longest mail in bytes; what stands behind is not read.</summary>
    public const int MaxBytes = 32 << 20;

    /// <summary>True when it begins with header fields.</summary>
    public bool HasHeader { get; private init; }

    /// <summary>When it was sent, as it says itself; null when it does not or nobody could read it.</summary>
    public DateTimeOffset? Date { get; private init; }

    /// <summary>The web addresses of texts, pages and attached mails, each once, as written. At most 5,000.</summary>
    public IReadOnlyList<string> Links { get; private init; } = [];

    /// <summary>What was left out because it goes beyond the bounds, in one phrase; null when nothing was.</summary>
    public string? Omission { get; private init; }

    /// <summary>Reads a mail.</summary>
    public static MailMessage Read(ReadOnlySpan<byte> text)
    {
        var links = new MailLinks();
        var walk = new MimeWalk(links);
        var isCut = text.Length > MaxBytes;
        var headers = walk.Walk(isCut ? text[..MaxBytes] : text);
        return new MailMessage
        {
            HasHeader = headers.Count > 0,
            Date = Time(headers["Date"]),
            Links = links.Found,
            Omission = isCut ? $"more than {MaxBytes >> 20} MiB" : walk.Omission,
        };
    }

    // RFC 5322 section 3.3; a comment with the name of the zone often stands behind.
    private static DateTimeOffset? Time(string field)
    {
        var text = field.Split('(', 2)[0].Trim();
        if (text.EndsWith(" UT", StringComparison.Ordinal) || text.EndsWith(" UTC", StringComparison.Ordinal)) text = text[..text.LastIndexOf(' ')] + " +0000";
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out var time)
            ? time
            : null;
    }
}
