using Weir.Storage.Feeds;

namespace Weir.Pipeline.Feeds;

/// <summary>How a fetch ended, as its fetcher sees it.</summary>
public sealed record FetchOutcome
{
    private FetchOutcome(string kind) => Kind = kind;

    /// <summary>One of <see cref="FetchOutcomes"/>.</summary>
    public string Kind { get; private init; }

    /// <summary>Why it failed: a clause without its full stop, and without any address that may hold a key; empty when it did not.</summary>
    public string Clause { get; private init; } = "";

    /// <summary>What the fetcher wants back next time; null keeps what it left before.</summary>
    public string? Cursor { get; private init; }

    /// <summary>The other side asks not to be asked before; null when it does not.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Everything was handed over.</summary>
    public static FetchOutcome Done(string? cursor = null) => new(FetchOutcomes.Done) { Cursor = cursor };

    /// <summary>Nothing has changed.</summary>
    public static FetchOutcome Unchanged() => new(FetchOutcomes.Unchanged);

    /// <summary>No usable answer; the clause says why.</summary>
    public static FetchOutcome Failed(string clause) => new(FetchOutcomes.Failed) { Clause = clause };

    /// <summary>The answer is not the format of the feed; the clause says what it is.</summary>
    public static FetchOutcome FormatChanged(string clause) => new(FetchOutcomes.Format) { Clause = clause };
}
