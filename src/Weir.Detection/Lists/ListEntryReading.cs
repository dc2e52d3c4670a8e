namespace Weir.Detection.Lists;

/// <summary>What became of a value that a person wanted on a list: the entry, or why not, in one sentence with the way out.</summary>
/// <param name="Entry">The entry with its value in the form in which it is kept; null when refused.</param>
/// <param name="Refusal">The sentence; null when there is an entry.</param>
public sealed record ListEntryReading(ListEntry? Entry, string? Refusal);
