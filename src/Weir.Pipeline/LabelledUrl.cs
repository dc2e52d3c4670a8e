namespace Weir.Pipeline;

/// <summary>A URL with its settled label, as training and evaluation take it.</summary>
/// <param name="Url">The URL as collected.</param>
/// <param name="IsPhishing">The label.</param>
/// <param name="SeenAt">When it was first seen, UTC; null when unknown.</param>
/// <param name="Source">The feed that brought it; never a feature.</param>
public sealed record LabelledUrl(string Url, bool IsPhishing, DateTimeOffset? SeenAt, string Source);
