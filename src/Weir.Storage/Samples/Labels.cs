namespace Weir.Storage.Samples;

/// <summary>What is held to be true of a sample.</summary>
public enum Label
{
    /// <summary>Not phishing.</summary>
    Benign = 0,

    /// <summary>Phishing.</summary>
    Phishing = 1,

    /// <summary>The feeds contradict each other; never learned from.</summary>
    Unknown = 2,
}

/// <summary>
/// One statement about a sample as the labelling sees it; trust in 0..1, 0 for what is quarantined or set aside. Settled is the
/// label of the gold set, when the sample is in it.
/// </summary>
public readonly record struct Vote(long SampleId, long FeedId, bool IsPhishing, DateTimeOffset? SeenAt, double Trust, Label? Settled = null);

/// <summary>
/// A decided label: the share of trust that says phishing (0..1), how many feeds spoke, and the earliest supporting statement.
/// </summary>
public readonly record struct LabelDecision(long SampleId, Label Label, double Share, int Feeds, long FeedId, DateTimeOffset? SeenAt);

/// <summary>A sample with its label, as datasets are made of it; the source is the feed of the earliest supporting statement.</summary>
public readonly record struct LabelledSample(
    string Canonical, string Subject, string Registrable, bool IsPhishing, DateTimeOffset? SeenAt, string Source);

/// <summary>How many samples carry each label.</summary>
public sealed record LabelCounts(long Samples, long Benign, long Phishing, long Unknown, long Pending);

/// <summary>A feed: its trust in 0..1 (default 1) and how many of its statements are kept.</summary>
public sealed record FeedRecord(string Name, double Trust, long Observations, long Phishing, DateTimeOffset? LastSeen);
