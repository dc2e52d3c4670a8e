namespace Weir.Pipeline.Feeds;

/// <summary>One entry of a feed as its parser read it: a statement, a refused entry, or one of another kind that is left out.</summary>
public readonly record struct FeedRow
{
    private FeedRow(long line, string raw) => (Line, Raw, Subject) = (line, raw, "");

    /// <summary>Where it stands: the line from 1, or another rising number.</summary>
    public long Line { get; private init; }

    /// <summary>The entry as the feed wrote it.</summary>
    public string Raw { get; private init; }

    /// <summary>The address, as the feed wrote it.</summary>
    public string Subject { get; private init; }

    /// <summary>What it is called; null takes the label of the feed.</summary>
    public bool? IsPhishing { get; private init; }

    /// <summary>When it was seen; null when the entry does not say.</summary>
    public DateTimeOffset? SeenAt { get; private init; }

    /// <summary>The brand that is imitated, or null.</summary>
    public string? Target { get; private init; }

    /// <summary>Why it is refused: a short phrase; null when it is not.</summary>
    public string? Fault { get; private init; }

    /// <summary>Readable, and of another kind: counted and not kept.</summary>
    public bool IsLeftOut { get; private init; }

    /// <summary>A statement.</summary>
    public static FeedRow Entry(long line, string raw, string subject, bool? isPhishing = null, DateTimeOffset? seenAt = null, string? target = null) =>
        new(line, raw) { Subject = subject, IsPhishing = isPhishing, SeenAt = seenAt, Target = string.IsNullOrWhiteSpace(target) ? null : target.Trim() };

    /// <summary>An entry that cannot be used, with a short phrase that says why.</summary>
    public static FeedRow Refused(long line, string raw, string reason) => new(line, raw) { Fault = reason };

    /// <summary>An entry that is not meant for us, such as a file hash.</summary>
    public static FeedRow LeftOut(long line) => new(line, "") { IsLeftOut = true };
}
