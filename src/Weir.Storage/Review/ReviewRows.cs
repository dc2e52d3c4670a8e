using Weir.Detection;
using Weir.Detection.Lists;

namespace Weir.Storage.Review;

/// <summary>A subject that a person may judge, gathered from the history of verdicts.</summary>
public sealed record ReviewCandidate
{
    /// <summary>Its number in the queue.</summary>
    public long Id { get; init; }

    /// <summary>Whose verdicts it comes from.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The key of the subject in the history.</summary>
    public long SubjectKey { get; init; }

    /// <summary>The subject as it was given first.</summary>
    public string Subject { get; init; } = "";

    /// <summary>How often it was asked for.</summary>
    public long Seen { get; init; }

    /// <summary>When first.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When last.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>What it was called last.</summary>
    public Decision Decision { get; init; }

    /// <summary>With which score.</summary>
    public double Score { get; init; }

    /// <summary>How often seen, times how unsure the model is.</summary>
    public double Weight { get; init; }
}

/// <summary>What a person decided about a subject.</summary>
/// <param name="CandidateId">Its number in the queue; null when it does not come from there.</param>
/// <param name="Canonical">The key that all spellings share.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Registrable">Its registrable domain, or its host.</param>
/// <param name="IsPhishing">What it is; null leaves it and takes it off the queue.</param>
/// <param name="Entry">A list entry that says so at once; null for none.</param>
/// <param name="IsLearned">Whether label and gold set follow.</param>
public sealed record ReviewDecision(long? CandidateId, string Canonical, string Subject, string Registrable, bool? IsPhishing, ListEntry? Entry, bool IsLearned);
