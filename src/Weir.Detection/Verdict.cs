using System.Text.Json.Serialization;

namespace Weir.Detection;

/// <summary>What Weir answers about a subject. <see cref="Unknown"/> says "not judged" and is never shown as clean.</summary>
public enum Decision
{
    /// <summary>Nothing could be said: the subject is unreadable or no model is loaded.</summary>
    Unknown,
    /// <summary>At or below the suspicious threshold.</summary>
    Benign,
    /// <summary>Above the suspicious threshold, at or below the other: look twice.</summary>
    Suspicious,
    /// <summary>Above the phishing threshold.</summary>
    Phishing,
}

/// <summary>What kind of subject is judged.</summary>
public enum Channel
{
    /// <summary>An address.</summary>
    Url,
    /// <summary>An e-mail message.</summary>
    Mail,
    /// <summary>A text message.</summary>
    Sms,
    /// <summary>A row of a table.</summary>
    Table,
}

/// <summary>How much of its reasoning a verdict carries.</summary>
public enum Explain
{
    /// <summary>Decision and score only: the fastest.</summary>
    None,
    /// <summary>At most five reasons.</summary>
    Top,
    /// <summary>Every reason, by exact attribution.</summary>
    Full,
}

/// <summary>Coarse bands of the risk score: low &lt; 25 &lt;= medium &lt; 50 &lt;= high &lt; 75 &lt;= critical.</summary>
public enum RiskLevel
{
    /// <summary>0 to 24.</summary>
    Low,
    /// <summary>25 to 49.</summary>
    Medium,
    /// <summary>50 to 74.</summary>
    High,
    /// <summary>75 to 100.</summary>
    Critical,
}

/// <summary>One readable cause of a verdict.</summary>
/// <param name="Id">Stable name of the cause, for programs.</param>
/// <param name="Text">The cause in words, for people; addresses in it are defanged.</param>
/// <param name="Contribution">Its part of the score in log-odds; positive speaks for phishing.</param>
public sealed record Reason(string Id, string Text, double Contribution);

/// <summary>What a lookup outside found about the subject, and whether it worked.</summary>
/// <param name="Source">Who was asked.</param>
/// <param name="Status">ok, timeout, quota or skipped: anything but ok is not a finding.</param>
/// <param name="ObservedAt">When, UTC.</param>
/// <param name="Text">The finding in words.</param>
public sealed record Evidence(string Source, string Status, DateTimeOffset ObservedAt, string Text);

/// <summary>Which model judged.</summary>
/// <param name="Version">Its version name.</param>
/// <param name="Sha256">Hash of its file, lower-case hex.</param>
public sealed record ModelIdentity(string Version, string Sha256);

/// <summary>The answer about one subject: decision, score, and why. Immutable; made by the detector.</summary>
public sealed record Verdict
{
    /// <summary>Its number in the history, by which it can be asked for again; null when it is not kept. Text in JSON: it has more digits than some programs can hold.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public long? Id { get; init; }
    /// <summary>The subject as it was given.</summary>
    public required string Subject { get; init; }
    /// <summary>What kind of subject it is.</summary>
    public Channel Channel { get; init; } = Channel.Url;
    /// <summary>The key that all spellings of the subject share; null when it could not be read.</summary>
    public string? Canonical { get; init; }
    /// <summary>Public suffix (private section included) plus one label; null for addresses of IP hosts and unreadable subjects.</summary>
    public string? RegistrableDomain { get; init; }
    /// <summary>The decision.</summary>
    public required Decision Decision { get; init; }
    /// <summary>Calibrated probability of phishing, 0..1, at the base rate that the model states; null when not judged by the model.</summary>
    public double? Score { get; init; }
    /// <summary>round(100 x score); null without a score.</summary>
    public int? RiskScore => Score is { } score ? (int)Math.Round(100 * score, MidpointRounding.AwayFromZero) : null;
    /// <summary>Band of the risk score; null without a score.</summary>
    public RiskLevel? RiskLevel => RiskScore is { } risk ? (RiskLevel)Math.Min(3, risk / 25) : null;
    /// <summary>credential, financial, delivery, crypto, malware, scam, spam, other or none.</summary>
    public string Category { get; init; } = "none";
    /// <summary>The brand that is named outside its own domains, if any.</summary>
    public string? Brand { get; init; }
    /// <summary>The causes, strongest first.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];
    /// <summary>What lookups found; empty when none was made.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];
    /// <summary>allow or block when a list decided; else null.</summary>
    public string? List { get; init; }
    /// <summary>The model that judged; null without one.</summary>
    public ModelIdentity? Model { get; init; }
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset CheckedAt { get; init; }
    /// <summary>How long the answer may be kept, seconds.</summary>
    public int CacheSeconds { get; init; }
    /// <summary>Where to object to the answer; null where no server offers it.</summary>
    public string? AppealUrl { get; init; }
    /// <summary>Why the subject could not be judged, in one sentence; null when it was.</summary>
    public string? Error { get; init; }
}

/// <summary>A verdict without reasons, for bulk work: made without allocation.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Score">Calibrated probability 0..1; NaN when not judged by the model.</param>
/// <param name="Category">As in <see cref="Verdict.Category"/>.</param>
/// <param name="Brand">As in <see cref="Verdict.Brand"/>.</param>
/// <param name="Error">As in <see cref="Verdict.Error"/>.</param>
public readonly record struct QuickVerdict(Decision Decision, double Score, string Category, string? Brand, string? Error);
