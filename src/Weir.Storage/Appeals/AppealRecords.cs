using Weir.Detection;
using Weir.Detection.Lists;

namespace Weir.Storage.Appeals;

/// <summary>Where a case stands. The first two are active: a subject has at most one active case a tenant.</summary>
public enum AppealState
{
    /// <summary>Nobody has looked.</summary>
    Open = 0,

    /// <summary>Somebody has taken it on.</summary>
    InReview = 1,

    /// <summary>The verdict stays.</summary>
    Upheld = 2,

    /// <summary>The verdict was wrong, and is changed.</summary>
    Overturned = 3,

    /// <summary>Everybody who objected took it back.</summary>
    Withdrawn = 4,

    /// <summary>Nobody decided for long after the deadline; the verdict stays.</summary>
    Expired = 5,
}

/// <summary>What people object to: one subject, and what became of it.</summary>
public sealed record AppealCase
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>Whose verdict it was.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The key that all spellings of the subject share.</summary>
    public string Canonical { get; init; } = "";

    /// <summary>The subject as the first who objected wrote it.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Its registrable domain, or its host.</summary>
    public string Registrable { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public AppealState State { get; init; }

    /// <summary>What the first who objected wants it to be called: 0 benign, 1 phishing.</summary>
    public int Wanted { get; init; }

    /// <summary>What it was called when the case was opened.</summary>
    public Decision Decision { get; init; }

    /// <summary>With which score; null when no model judged.</summary>
    public double? Score { get; init; }

    /// <summary>By which model; null without one.</summary>
    public string? Model { get; init; }

    /// <summary>allow or block when a list decided; else null.</summary>
    public string? List { get; init; }

    /// <summary>How many objected.</summary>
    public int Objections { get; init; }

    /// <summary>When the first did.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when it should be settled.</summary>
    public DateTimeOffset Deadline { get; init; }

    /// <summary>Who has taken it on.</summary>
    public string? TakenBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Who closed it.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What it was settled to be: 0 benign, 1 phishing; null while it is not.</summary>
    public int? Label { get; init; }

    /// <summary>Why it was closed so.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it still waits for a decision.</summary>
    public bool IsActive => State is AppealState.Open or AppealState.InReview;
}

/// <summary>One person's objection to a verdict.</summary>
public sealed record Objection
{
    /// <summary>The key to its page, which nobody can guess.</summary>
    public string Id { get; init; } = "";

    /// <summary>The case that it belongs to.</summary>
    public long CaseId { get; init; }

    /// <summary>What the person wants the subject to be called: 0 benign, 1 phishing.</summary>
    public int Wanted { get; init; }

    /// <summary>Why, in the person's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How to reach the person; never shown outside, and erased some time after the case is closed.</summary>
    public string? Contact { get; init; }

    /// <summary>The verdict objected to, when it is known.</summary>
    public string? Verdict { get; init; }

    /// <summary>Who filed it: the name of a caller.</summary>
    public string FiledBy { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset FiledAt { get; init; }

    /// <summary>When the person took it back; null when he did not.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }
}

/// <summary>A decision about a case.</summary>
/// <param name="IsOverturned">Whether the verdict changes.</param>
/// <param name="IsPhishing">What the subject is held to be from now on.</param>
/// <param name="Reason">Why; whoever objected reads it.</param>
/// <param name="Entry">The list entry that makes it so; null changes no list.</param>
/// <param name="IsLearned">Whether the label and the gold set follow.</param>
public sealed record Settlement(bool IsOverturned, bool IsPhishing, string Reason, ListEntry? Entry, bool IsLearned);

/// <summary>Which cases of a tenant are wanted; what is null does not matter.</summary>
/// <param name="Tenant">Whose.</param>
public sealed record AppealFilter(string Tenant)
{
    /// <summary>Only cases that stand so; empty: all.</summary>
    public IReadOnlyList<AppealState> States { get; init; } = [];

    /// <summary>Part of the subject, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>Only active cases whose deadline is before this.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>Only cases after this one, by deadline and number.</summary>
    public long? After { get; init; }

    /// <summary>Most cases; default 100.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>How the queue of a tenant stands.</summary>
/// <param name="Open">Cases that nobody has taken on.</param>
/// <param name="InReview">Cases that somebody has.</param>
/// <param name="Overdue">Of both, those past their deadline.</param>
/// <param name="NextDeadline">The nearest deadline; null with an empty queue.</param>
public sealed record AppealCounts(long Open, long InReview, long Overdue, DateTimeOffset? NextDeadline);
