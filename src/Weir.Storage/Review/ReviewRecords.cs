namespace Weir.Storage.Review;

/// <summary>An import whose claims have not been reviewed, and when it began.</summary>
public readonly record struct UnreviewedImport(long Id, DateTimeOffset At);

/// <summary>
/// What a feed claims about a sample. New = this import brought it and the feed had not said it before; renewed = the feed says
/// again what was set aside as stale.
/// </summary>
public readonly record struct FeedClaim(long FeedId, bool IsPhishing, bool IsNew, bool IsQuarantined, bool IsSetAside, bool IsRenewed)
{
    /// <summary>Whether the claim weighs anything.</summary>
    public bool Counts => !IsQuarantined && !IsSetAside;
}

/// <summary>A sample that an import speaks of, with what every feed claims about it: at most one entry a feed and claim.</summary>
public sealed record ClaimedSample(long Id, string Subject, string Canonical, IReadOnlyList<FeedClaim> Claims)
{
    /// <summary>The host of the subject, as in its canonical form.</summary>
    public string Host => Canonical.IndexOf('/') is > 0 and var end ? Canonical[..end] : Canonical;
}

/// <summary>What one import brought of one feed: new claims, and how many hosts have odd ones.</summary>
public sealed record FeedBatch
{
    /// <summary>The feed.</summary>
    public long FeedId { get; init; }

    /// <summary>The import.</summary>
    public long ImportId { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>New claims.</summary>
    public long Claims { get; set; }

    /// <summary>Of them phishing.</summary>
    public long Phishing { get; set; }

    /// <summary>Hosts of popular sites with phishing claims that no other feed makes.</summary>
    public long Popular { get; set; }

    /// <summary>Hosts with claims that other feeds or popularity contradict, and that the champion does not bear out.</summary>
    public long Against { get; set; }

    /// <summary>Hosts of unpopular sites with benign claims on what the champion calls phishing.</summary>
    public long Cleared { get; set; }

    /// <summary>Hosts with phishing claims on what the champion holds for clearly benign.</summary>
    public long Doubted { get; set; }
}

/// <summary>A claim that weighs nothing for now: popular (a popular site), unusual (against the feed's own history), stale.</summary>
public readonly record struct AsideClaim(long SampleId, long FeedId, bool IsPhishing, string Kind);

/// <summary>Where a feed stands: how far others bear it out (0..1), and since when and why it is quarantined.</summary>
public sealed record FeedStanding
{
    /// <summary>The feed.</summary>
    public long FeedId { get; init; }

    /// <summary>Its name.</summary>
    public string Feed { get; init; } = "";

    /// <summary>The trust that a person gave it, 0..1.</summary>
    public double Trust { get; init; } = 1;

    /// <summary>Claims that the other feeds on the same subject bear out.</summary>
    public long Confirmed { get; init; }

    /// <summary>Claims that they contradict.</summary>
    public long Contradicted { get; init; }

    /// <summary>The share borne out, smoothed; its votes weigh trust times this.</summary>
    public double Agreement { get; init; } = 1;

    /// <summary>Since when its claims weigh nothing; null when they count.</summary>
    public DateTimeOffset? QuarantinedAt { get; init; }

    /// <summary>Why it is quarantined.</summary>
    public string? Reason { get; init; }

    /// <summary>When a person last released it.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
}
