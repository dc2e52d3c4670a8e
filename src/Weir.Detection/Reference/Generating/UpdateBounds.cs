namespace Weir.Detection.Reference.Generating;

/// <summary>What one list may cost.</summary>
/// <param name="Bytes">Most bytes of the download, and of its text once unpacked.</param>
/// <param name="Time">Longest time for the download.</param>
public sealed record UpdateBounds(int Bytes, TimeSpan Time)
{
    /// <summary>64 MiB and 60 s.</summary>
    public static UpdateBounds Default { get; } = new(64 << 20, TimeSpan.FromSeconds(60));
}

/// <summary>What became of one list.</summary>
/// <param name="Name">The list.</param>
/// <param name="Count">Its entries from now on.</param>
/// <param name="Before">Its entries before.</param>
/// <param name="LeftOut">Very popular domains that the source names and the list did not hold before: they are not taken.</param>
/// <param name="Problem">Why the list stays as it is, in one sentence; null when it was replaced.</param>
public sealed record ReferenceUpdate(string Name, int Count, int Before, int LeftOut, string? Problem);
