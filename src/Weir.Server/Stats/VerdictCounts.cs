using Weir.Detection;

namespace Weir.Server.Stats;

/// <summary>Counts verdicts by decision since the server started. Safe on any thread.</summary>
internal sealed class VerdictCounts(TimeProvider time)
{
    private readonly long[] _byDecision = new long[Enum.GetValues<Decision>().Length];

    /// <summary>When counting began, UTC.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>How many verdicts carried this decision.</summary>
    public long this[Decision decision] => Interlocked.Read(ref _byDecision[(int)decision]);

    /// <summary>Counts one verdict.</summary>
    public void Count(Decision decision) => Interlocked.Increment(ref _byDecision[(int)decision]);
}
