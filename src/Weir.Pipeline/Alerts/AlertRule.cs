using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Storage.Alerts;

namespace Weir.Pipeline.Alerts;

/// <summary>
/// Decides what becomes of findings. Kind and subject name one trouble: found again, it is counted and not told, unless it got worse or
/// lasts a day without anyone having taken it on. It ends when a station says so, or when it was not found for the window; then that is told
/// as well. What merely happens (a promotion) is told once and ends in silence.
/// </summary>
internal sealed class AlertRule(AlertSettings settings, IReadOnlyList<(string Name, FindingLevel Least)> channels, string place, DateTimeOffset now)
{
    private static readonly HashSet<string> Happenings = new(StringComparer.Ordinal)
    {
        FindingKind.Promoted, FindingKind.RolledBack, FindingKind.GateRefused, FindingKind.ShadowDropped, FindingKind.TrainingFailed, FindingKind.Relisted, FindingKind.TableRefused,
    };

    /// <summary>The steps that follow from the open alerts and what was found now.</summary>
    public IReadOnlyList<AlertStep> Decide(IReadOnlyList<AlertRecord> open, IReadOnlyList<Finding> findings)
    {
        var known = open.ToDictionary(alert => (alert.Kind, alert.Subject));
        var steps = new List<AlertStep>();
        foreach (var same in findings.Select(Clean).GroupBy(finding => (finding.Kind, finding.Subject)))
        {
            known.Remove(same.Key, out var before);
            if (Seen(before, [.. same]) is { } step) steps.Add(step);
        }

        steps.AddRange(known.Values.Where(alert => now - alert.LastAt >= settings.Window).Select(Silenced));
        return steps;
    }

    private Finding Clean(Finding finding) => finding with
    {
        Subject = AlertText.Subject(finding.Subject, settings.Mask),
        Sentence = AlertText.Sentence(finding.Sentence, settings.Mask),
    };

    private AlertStep? Seen(AlertRecord? before, IReadOnlyList<Finding> findings)
    {
        if (findings[^1].IsOver) return before is null ? null : Ended(before, AlertEvent.Resolved, findings[^1].Sentence);
        var found = findings.Where(finding => !finding.IsOver).ToList();
        var level = (int)found.Max(finding => finding.Level);
        var sentence = found[^1].Sentence;
        if (before is null)
        {
            return Told(AlertEvent.Raised, new AlertRecord
            {
                Kind = found[0].Kind,
                Subject = found[0].Subject,
                Level = level,
                Sentence = sentence,
                FirstAt = now,
                LastAt = now,
                Count = found.Count,
            });
        }

        var after = before with { Level = Math.Max(level, before.Level), Sentence = sentence, LastAt = now, Count = before.Count + found.Count };
        if (level > before.Level) return Told(AlertEvent.Worse, after);
        var isDue = before.AckedAt is null && now - before.ToldAt >= settings.Remind;
        return isDue ? Told(AlertEvent.Reminder, after) : new AlertStep(after, []);
    }

    private AlertStep Silenced(AlertRecord alert) => Happenings.Contains(alert.Kind)
        ? new AlertStep(alert with { ResolvedAt = now }, [])
        : Ended(alert, AlertEvent.Silent, alert.Sentence);

    private AlertStep Ended(AlertRecord alert, string @event, string sentence) =>
        new(alert with { ResolvedAt = now, Sentence = sentence }, Messages(@event, alert, sentence));

    private AlertStep Told(string @event, AlertRecord alert) => new(alert with { ToldAt = now }, Messages(@event, alert, alert.Sentence));

    private IReadOnlyList<AlertMessage> Messages(string @event, AlertRecord alert, string sentence) =>
    [
        .. channels.Where(channel => alert.Level >= (int)channel.Least).Select(channel => new AlertMessage
        {
            Channel = channel.Name,
            Key = Key(channel.Name, @event, alert),
            Event = @event,
            Level = alert.Level,
            Text = AlertText.Of(@event, alert, sentence),
            Count = alert.Count,
            At = now,
        }),
    ];

    // The same for the same message at any attempt, and another for another Weir.
    private string Key(string channel, string @event, AlertRecord alert)
    {
        var parts = string.Create(CultureInfo.InvariantCulture, $"{place}\n{channel}\n{@event}\n{alert.Kind}\n{alert.Subject}\n{alert.FirstAt.ToUnixTimeSeconds()}\n{now.ToUnixTimeSeconds()}\n{alert.Count}");
        return "weir-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)))[..32];
    }
}
