namespace Weir.Pipeline.Triggers;

/// <summary>What the decision to train rests on. An ask is one sentence of who wants it and why; null when nobody does.</summary>
public sealed record TrainingState(long NewSamples, DateTimeOffset? LastTraining, string? Ask = null);

/// <summary>Whether to train now, and why in one sentence. The kind is first, asked, samples, age or wait.</summary>
public sealed record TrainingDecision(bool Train, string Kind, string Reason);
