using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>
/// How Weir looks after itself: each tick gives their turn to the stations that are due by the clock, one after the other, and hands what
/// they found to whoever tells people. A station that fails is told about and has its turn again; it never stops the others. Nothing is
/// kept in memory between ticks: a loop that was killed goes on where the store stands.
/// </summary>
/// <param name="store">Keeps when each station last ran.</param>
/// <param name="stations">In the order of their turns.</param>
/// <param name="tell">Takes the findings of one station; called also without any, so that what waits is sent.</param>
/// <param name="progress">Hears what happens as it happens.</param>
public sealed class LearningLoop(
    WeirStore store, IReadOnlyList<LoopStation> stations,
    Func<IReadOnlyList<Finding>, CancellationToken, Task> tell, Action<CycleProgress>? progress = null)
{
    /// <summary>Gives every station that is due its turn; all of them with <paramref name="force"/>. Returns what was found.</summary>
    public async Task<IReadOnlyList<Finding>> TickAsync(bool force = false, CancellationToken ct = default)
    {
        var found = new List<Finding>();
        foreach (var station in stations)
        {
            ct.ThrowIfCancellationRequested();
            if (!force && !store.Schedules.IsDue(station.Name, station.Every)) continue;
            var findings = await TurnAsync(station, ct);
            foreach (var finding in findings) progress?.Invoke(new CycleProgress(station.Name, finding.Sentence) { IsFinding = true });
            // Told before it is marked: a loop that is killed in between tells again, and is not silent.
            if (findings.Count > 0) await tell(findings, ct);
            Mark(station);
            found.AddRange(findings);
        }

        await tell([], ct);
        return found;
    }

    private async Task<IReadOnlyList<Finding>> TurnAsync(LoopStation station, CancellationToken ct)
    {
        try
        {
            return await station.RunAsync(ct);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested) // the door of the loop: one broken station must not end the others
        {
            return [new Finding(station.FailureKind, FindingLevel.Critical, station.Name, $"The loop's turn to {station.Name} failed: {fault.Message}")];
        }
    }

    // A turn that failed counts too: a training that fails must not begin again every minute. A turn that was killed does not.
    private void Mark(LoopStation station)
    {
        if (station.Every > TimeSpan.Zero) store.Schedules.Mark(station.Name);
    }
}
