using Weir.Storage;

namespace Weir.Server.Protocols.Syslog;

/// <summary>Reads alerts and audit entries that the log server has not been told, and keeps how far it was told.</summary>
internal sealed class EventJournal(Func<WeirStore?> open)
{
    private const int Batch = 500;
    private const string Audit = "syslog audit";
    private const string Alerts = "syslog alerts";

    /// <summary>Sends what is new since the last time; a store that cannot be read now is read the next time.</summary>
    public async Task SendAsync(Func<SyslogEvent, Task> send)
    {
        try
        {
            if (open() is not { } store) return;
            await SendAsync(store, Audit, store.Events.AuditAfter, entry => entry.Id, SyslogEvent.Of, store.Events.LastAudit, send);
            await SendAsync(store, Alerts, store.Events.AlertsAfter, alert => alert.Id, SyslogEvent.Of, store.Events.LastAlert, send);
        }
        catch (StoreException)
        {
            // Marks stay where they are: the next turn tells it.
        }
    }

    private static async Task SendAsync<T>(
        WeirStore store, string mark, Func<long, int, IReadOnlyList<T>> after, Func<T, long> number, Func<T, SyslogEvent> of, Func<long> last, Func<SyslogEvent, Task> send)
    {
        // Marks are one above the number, so that none is told from zero: a log server does not want what was before it.
        if (store.Threats.Writer.Mark(mark) is var known && known == 0) store.Threats.Writer.Mark(mark, known = last() + 1);
        while (after(known - 1, Batch) is { Count: > 0 } rows)
        {
            foreach (var row in rows) await send(of(row));
            store.Threats.Writer.Mark(mark, known = number(rows[^1]) + 1);
        }
    }
}
