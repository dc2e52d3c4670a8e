namespace Weir.Storage.Samples;

/// <summary>
/// One feed's statement about one subject at one time. <paramref name="Canonical"/> is the key under which all spellings of a
/// subject are one sample; <paramref name="SeenAt"/> is null when the feed does not say.
/// </summary>
public readonly record struct Observation(
    string Feed, string Subject, string Canonical, string Registrable, bool IsPhishing, DateTimeOffset? SeenAt, string? Target);

/// <summary>What an observation was to the store.</summary>
public enum AddOutcome
{
    /// <summary>A subject never seen before.</summary>
    NewSample,

    /// <summary>A known subject, stated anew: another feed, claim or time.</summary>
    NewObservation,

    /// <summary>This very statement is known.</summary>
    Known,
}
