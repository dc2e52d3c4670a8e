namespace Weir.Detection.Reference;

/// <summary>What is known about one reference list: its name, where it came from, the day of its content and its number of entries.</summary>
/// <param name="Name">The name of its file without extension, such as "popularity".</param>
/// <param name="Source">Where the content comes from, for people.</param>
/// <param name="Date">The day of the content.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="IsOverride">Read from the data directory instead of the shipped resource.</param>
public sealed record ReferenceList(string Name, string Source, DateOnly Date, int Count, bool IsOverride = false);
