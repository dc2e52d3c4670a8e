using System.Globalization;
using Weir.Storage;

namespace Weir.Pipeline.Collecting;

/// <summary>What one round of hand-over did. The fault is one sentence, or null when the main machine has everything.</summary>
public sealed record SendResult(long Rows, string? Fault, IReadOnlyList<Finding> Findings);

/// <summary>
/// Hands the outbox over to the main machine. Number and bounds of a batch are on the disk before it is first sent, and the main
/// machine keeps the number with the rows: a stop on either side at any point loses nothing and brings nothing twice.
/// </summary>
public sealed class OutboxSender(WeirStore store, CollectorSettings settings, IMainMachine main)
{
    private const int BatchCharacters = 2 << 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private DateTimeOffset _due;
    private TimeSpan _pause;

    /// <summary>Hands over what waits when it is time to; null when it is not.</summary>
    public async Task<SendResult?> SendDueAsync(CancellationToken ct)
    {
        var now = store.Time.GetUtcNow();
        if (now < _due) return null;
        var result = await SendAsync(ct);
        _pause = result.Fault is null || _pause == TimeSpan.Zero ? settings.Every : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, Math.Max(LongestPause.Ticks, settings.Every.Ticks)));
        _due = now + _pause;
        return result;
    }

    /// <summary>Hands over what waits now; says hello when nothing does.</summary>
    public async Task<SendResult> SendAsync(CancellationToken ct)
    {
        var outbox = store.Outbox.Open();
        var hello = await main.SendAsync(outbox, 0, [], ct);
        if (hello.Fault is not null) return Ended(0, hello.Fault);
        outbox = Agree(outbox, hello.Expected);
        var rows = 0L;
        while (store.Outbox.Next(settings.BatchRows, BatchCharacters) is { } batch)
        {
            var lines = store.Outbox.Rows(batch);
            var answer = await main.SendAsync(outbox, batch.Number, HandedLine.Write(lines), ct);
            if (answer.Fault is not null) return Ended(rows, answer.Fault);
            if (answer.Expected <= batch.Number) return Ended(rows, "The main machine asks for a batch that it has acknowledged; the next round sends it again.");
            store.Outbox.Acknowledge(batch.Number);
            rows += lines.Count;
        }

        store.Outbox.Prune(store.Time.GetUtcNow() - settings.KeepFor);
        return new SendResult(rows, null, []);
    }

    // The main machine may be ahead (its answer was lost), behind (put back from a copy), or know numbers that this outbox never gave
    // (this machine was put back from a copy): then everything goes over anew, and the main machine adds only what it lacks.
    private string Agree(string outbox, long expected)
    {
        var last = store.Outbox.LastNumber();
        if (expected > last + 1) return store.Outbox.StartOver();
        store.Outbox.Acknowledge(expected - 1);
        return expected <= last && !store.Outbox.GoBack(expected) ? store.Outbox.StartOver() : outbox;
    }

    private SendResult Ended(long rows, string fault)
    {
        var oldest = store.Outbox.Next(settings.BatchRows, BatchCharacters);
        var isLong = oldest is not null && store.Time.GetUtcNow() - oldest.MadeAt > settings.AwayAfter;
        return new SendResult(rows, fault, isLong
            ? [new Finding(FindingKind.CollectorAway, FindingLevel.Warning, "hand-over", string.Create(CultureInfo.InvariantCulture,
                $"Nothing could be handed over since {oldest!.MadeAt:yyyy-MM-dd HH:mm} UTC, {store.Outbox.CountWaiting():N0} rows wait: {fault}"))]
            : []);
    }
}
