using System.Globalization;
using Weir.Detection;
using Weir.Storage.Alerts;
using Weir.Storage.Settings;

namespace Weir.Server.Protocols.Syslog;

/// <summary>Something that a log server is told. Texts are as hostile as they came; the formats make them harmless.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">verdict, alert or audit.</param>
/// <param name="Name">What happened, such as verdict.phishing; a stable word.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Urgency">0 to 10, as CEF has it.</param>
/// <param name="Fields">What else is known, by name, in order.</param>
internal sealed record SyslogEvent(DateTimeOffset At, string Kind, string Name, string Title, int Urgency, IReadOnlyList<SyslogField> Fields)
{
    // A log line is no place for an address of a hundred thousand characters.
    private const int MostText = 2048;

    /// <summary>The severity of syslog: 2 critical, 4 warning, 5 notice, 6 information.</summary>
    public int Severity => Urgency switch { >= 9 => 2, >= 7 => 4, >= 4 => 5, _ => 6 };

    /// <summary>A verdict.</summary>
    public static SyslogEvent Of(Verdict verdict, string tenant)
    {
        var word = verdict.Decision.ToString().ToLowerInvariant();
        var urgency = verdict.Decision switch { Decision.Phishing => 8, Decision.Suspicious => 5, _ => 1 };
        return new(verdict.CheckedAt, "verdict", $"verdict.{word}", $"Address judged {word}", urgency,
        [
            new("request", "url", verdict.Subject), new("dhost", "domain", verdict.RegistrableDomain), new("act", "decision", word),
            new("cfp1", "score", verdict.Score?.ToString("0.######", CultureInfo.InvariantCulture), "score", IsNumber: true),
            new("cat", "category", verdict.Category), new("cs1", "brand", verdict.Brand, "brand"), new("cs2", "model", verdict.Model?.Version, "model"),
            new("cs3", "list", verdict.List, "list"), new("cs4", "tenant", tenant, "tenant"),
        ]);
    }

    /// <summary>An alert.</summary>
    public static SyslogEvent Of(AlertRecord alert) => new(alert.FirstAt, "alert", $"alert.{alert.Kind}", "Alert raised",
        alert.Level switch { 2 => 9, 1 => 7, _ => 3 },
        [new("msg", "message", alert.Sentence), new("cs1", "subject", alert.Subject, "subject"), new("externalId", "id", alert.Id.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>An entry of the audit log: logins, and changes of models, lists, feeds, keys, appeals, settings.</summary>
    public static SyslogEvent Of(AuditEntry entry) => new(entry.At, "audit", entry.Action, "Audit entry", 3,
    [
        new("suser", "actor", entry.Actor), new("act", "action", entry.Action), new("cs1", "subject", entry.Subject, "subject"), new("msg", "detail", entry.Detail),
        new("externalId", "id", entry.Id.ToString(CultureInfo.InvariantCulture)), new("cs2", "hash", entry.Hash, "hash"),
    ]);

    /// <summary>A text that is not longer than a log line should be.</summary>
    public static string Cut(string text) => text.Length <= MostText ? text : text[..MostText];
}

/// <summary>One thing that is known of an event.</summary>
/// <param name="Cef">Its key in CEF.</param>
/// <param name="Json">Its name in JSON.</param>
/// <param name="Value">The value; null when there is none.</param>
/// <param name="Label">What a CEF field without a meaning of its own means here.</param>
/// <param name="IsNumber">True when JSON has it without quotes.</param>
internal sealed record SyslogField(string Cef, string Json, string? Value, string? Label = null, bool IsNumber = false);
