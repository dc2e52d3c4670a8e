namespace Weir.Evidence.Browsing;

/// <summary>A page as its scripts have made it; the fault is a clause without its full stop, null when there is a page.</summary>
/// <param name="Html">The document.</param>
/// <param name="Address">Where it came from after redirects.</param>
/// <param name="Bytes">Bytes that came over the wire for it.</param>
/// <param name="Fault">Why there is none.</param>
public sealed record RenderedPage(string Html, Uri Address, long Bytes, string? Fault);

/// <summary>How much a page may cost.</summary>
public sealed record RenderBounds
{
    /// <summary>Longest time in all; default a minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most requests of the page; default 200.</summary>
    public int MaxRequests { get; init; } = 200;

    /// <summary>Most bytes of all of them; default 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64 << 20;

    /// <summary>The CSS selector of what must be there before the page counts as built; null waits for the load only.</summary>
    public string? WaitFor { get; init; }

    /// <summary>How long that is waited for; default 10 seconds. A page without it is given back as it is.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The program.</summary>
    public string Chromium { get; init; } = "/usr/bin/chromium";
}
