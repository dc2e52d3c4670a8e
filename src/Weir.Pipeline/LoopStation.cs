namespace Weir.Pipeline;

/// <summary>
/// One duty of the loop: its name, how often its turn comes (zero = every tick), and what it does. It returns what a person may need to
/// know, may be stopped anywhere, and goes on at its next turn.
/// </summary>
public sealed record LoopStation(string Name, TimeSpan Every, Func<CancellationToken, Task<IReadOnlyList<Finding>>> RunAsync)
{
    /// <summary>As what a failure of it is told.</summary>
    public string FailureKind { get; init; } = FindingKind.StationFailed;
}
