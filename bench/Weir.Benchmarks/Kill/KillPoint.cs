namespace Weir.Benchmarks.Kill;

/// <summary>
/// A place in a run where it is killed: a line that an operator would see too, and how long after it, so that the kill falls into
/// the stage that follows the line. Without a line it is the file that a cycle makes when it begins.
/// </summary>
internal sealed record KillPoint(string Stage, string? Line, int DelayMs = 0)
{
    /// <summary>One point in every stage of a cycle, in order.</summary>
    public static IReadOnlyList<KillPoint> OfCycle { get; } =
    [
        new("collect", null), new("label", "  collect "), new("snapshot", "  label "), new("between snapshot and train", "  dataset "), new("train", "fitting the challenger", 120),
        new("evaluate", " challenger ", 40), new("gate", "  evaluate "), new("promote", "  gate "), new("after the promotion", "  promoted "),
    ];

    /// <summary>Every stage in which a run is killed, also those outside a cycle.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["import", "feed", "serve", .. OfCycle.Select(point => point.Stage)];

    /// <summary>Waits for the point; false when the run ended before it.</summary>
    public async Task<bool> ReachAsync(Victim victim, string dataDirectory)
    {
        var reached = Line is null
            ? await victim.ReachAsync(Path.Combine(dataDirectory, "cycle.lock"))
            : await victim.ReachAsync(line => line.Contains(Line, StringComparison.Ordinal));
        if (reached && DelayMs > 0) await Task.Delay(DelayMs);
        return reached;
    }
}
