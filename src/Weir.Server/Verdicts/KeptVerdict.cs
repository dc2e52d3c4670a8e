using System.Globalization;
using System.Text.Json.Serialization;
using Weir.Detection;
using Weir.Storage.Verdicts;

namespace Weir.Server.Verdicts;

/// <summary>A verdict of the history. Reasons are not kept: <see cref="Anew"/> tells those of today, when they are asked for.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Channel">What kind of subject it is.</param>
/// <param name="Subject">The subject as it was given, cut after 512 characters.</param>
/// <param name="RegistrableDomain">Public suffix plus one label; null when it has none.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Score">The probability of phishing, 0..1; null when no model judged.</param>
/// <param name="Category">What kind of phishing; none for the others.</param>
/// <param name="Brand">The brand that is named outside its own domains, if any.</param>
/// <param name="List">allow or block when a list decided; else null.</param>
/// <param name="Model">The version that judged; null without one.</param>
/// <param name="CheckedAt">When, UTC, whole seconds.</param>
/// <param name="AskedBy">Who asked: an account, a key, or this machine.</param>
internal sealed record KeptVerdict(
    string Id, Channel Channel, string Subject, string? RegistrableDomain, Decision Decision, double? Score, string Category, string? Brand, string? List,
    JudgedBy? Model, DateTimeOffset CheckedAt, string? AskedBy)
{
    /// <summary>round(100 x score); null without a score.</summary>
    public int? RiskScore => Anyhow.RiskScore;

    /// <summary>Band of the risk score; null without a score.</summary>
    public RiskLevel? RiskLevel => Anyhow.RiskLevel;

    /// <summary>The table that a judged row belongs to; left out for other subjects.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Table { get; init; }

    /// <summary>What is answered about the same subject today, with reasons; only when it is asked for, and the subject was kept whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Verdict? Anew { get; init; }

    private Verdict Anyhow => new() { Subject = Subject, Decision = Decision, CheckedAt = CheckedAt, Score = Score };

    /// <summary>A row of the history.</summary>
    public static KeptVerdict Of(VerdictRow row) => new(
        row.Id.ToString(CultureInfo.InvariantCulture), row.Channel, row.Subject, row.Registrable, row.Decision, row.Score, row.Category, row.Brand, row.List,
        row.Model is { } version ? new JudgedBy(version) : null, row.At, row.AskedBy)
    {
        Table = row.TableName,
    };
}

/// <summary>The model that judged.</summary>
/// <param name="Version">Its version name.</param>
internal sealed record JudgedBy(string Version);
