using Weir.Detection;

namespace Weir.Storage.Verdicts;

/// <summary>A verdict as it is kept.</summary>
public sealed record VerdictRow
{
    /// <summary>Most characters of a subject that are kept.</summary>
    public const int MostSubject = 512;

    /// <summary>Most characters of a domain that are kept: no name of the net is longer, and an index could not hold it.</summary>
    public const int MostDomain = 253;

    /// <summary>Its number, a <see cref="VerdictNumber"/>; 0 to be given one of its time when it is kept.</summary>
    public long Id { get; init; }

    /// <summary>Whose verdict it is.</summary>
    public string Tenant { get; init; } = "main";

    /// <summary>Who asked: an account, a key, or this machine; null when it is not known.</summary>
    public string? AskedBy { get; init; }

    /// <summary>When it was given, UTC, whole seconds.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What kind of subject it is.</summary>
    public Channel Channel { get; init; }

    /// <summary>The table that a judged row belongs to; null for other subjects.</summary>
    public string? TableName { get; init; }

    /// <summary>A stable hash of the canonical subject, or of the values of a row; 0 when the subject could not be read.</summary>
    public long SubjectKey { get; init; }

    /// <summary>The subject as it was given, cut after <see cref="MostSubject"/> characters.</summary>
    public required string Subject { get; init; }

    /// <summary>Its registrable domain, if it has one, cut after <see cref="MostDomain"/> characters.</summary>
    public string? Registrable
    {
        get;
        init => field = Kept(value);
    }

    /// <summary>The probability of phishing, 0..1; null when no model judged.</summary>
    public double? Score { get; init; }

    /// <summary>The decision.</summary>
    public Decision Decision { get; init; }

    /// <summary>What kind of phishing; none for the others.</summary>
    public string Category { get; init; } = "none";

    /// <summary>The brand that is named outside its own domains, if any.</summary>
    public string? Brand { get; init; }

    /// <summary>The version that judged; null without one.</summary>
    public string? Model { get; init; }

    /// <summary>allow or block when a list decided; else null.</summary>
    public string? List { get; init; }

    /// <summary>A domain as it is kept.</summary>
    internal static string? Kept(string? domain) => domain is { Length: > MostDomain } ? domain[..MostDomain] : domain;
}

/// <summary>
/// What became of the verdicts since the database was made: how many were given, how many are or were in the history, how many were
/// dropped because the history could not keep up, and how many were lost when a process was killed. What is in none of them was left
/// out on purpose, by the share or the rate that is kept.
/// </summary>
public sealed record VerdictTotals(long Seen, long Kept, long Dropped, long Lost, long Accepted);

/// <summary>How many verdicts carried each decision in a time.</summary>
public sealed record DecisionCounts(long Unknown, long Benign, long Suspicious, long Phishing)
{
    /// <summary>All of them.</summary>
    public long All => Unknown + Benign + Suspicious + Phishing;
}
