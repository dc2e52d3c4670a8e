using Weir.Storage.Alerts;

namespace Weir.Pipeline.Alerts;

/// <summary>Cuts what waits into deliveries: each message by itself while the hour has room, the rest as one digest in the last place.</summary>
internal static class AlertBatches
{
    private const int MostLines = 25;

    /// <summary>The deliveries that may go out now, in order. A quarter of the hour's room is kept for what is critical.</summary>
    public static IReadOnlyList<IReadOnlyList<AlertMessage>> Plan(IReadOnlyList<AlertMessage> pending, int sentLastHour, int mostPerHour)
    {
        var isCritical = pending.Any(message => message.Level >= (int)FindingLevel.Critical);
        var room = (isCritical ? mostPerHour : mostPerHour * 3 / 4) - sentLastHour;
        if (room <= 0) return [];
        if (pending.Count <= room) return [.. pending.Select(message => (IReadOnlyList<AlertMessage>)[message])];
        return [.. pending.Take(room - 1).Select(message => (IReadOnlyList<AlertMessage>)[message]), [.. pending.Skip(room - 1)]];
    }

    /// <summary>What a delivery says.</summary>
    public static Notice Notice(IReadOnlyList<AlertMessage> batch)
    {
        var items = batch.Select(message => new NoticeItem(message.Key, message.Alert, Event(message), message.Kind, message.Subject, AlertText.Word(message.Level), message.Text, message.Count, message.At)).ToList();
        var level = (FindingLevel)batch.Max(message => message.Level);
        var first = batch[0];
        if (batch.Count == 1) return new Notice(first.Key, Event(first), level, Title(first), [first.Text], first.At) { Items = items };
        return new Notice($"{first.Key}-{batch.Count}", AlertEvent.Digest, level, $"{batch.Count} alerts that were held back, the gravest first", Lines(batch), batch[^1].At) { Items = items };
    }

    private static string Event(AlertMessage message) => message.Event == AlertEvent.Silent ? AlertEvent.Resolved : message.Event;

    private static string Title(AlertMessage message) => $"{(Event(message) == AlertEvent.Resolved ? "over" : AlertText.Word(message.Level))}: {message.Kind} {message.Subject}";

    private static IReadOnlyList<string> Lines(IReadOnlyList<AlertMessage> batch)
    {
        var lines = batch.OrderByDescending(message => message.Level).ThenBy(message => message.Id)
            .Select(message => $"{Title(message)} ({AlertText.Time(message.At)}): {message.Text}").Take(MostLines).ToList();
        if (batch.Count > MostLines) lines.Add($"and {batch.Count - MostLines} more; `weir alerts` shows them all");
        return lines;
    }
}
