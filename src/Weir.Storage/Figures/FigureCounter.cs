using System.Globalization;
using Weir.Detection;
using Weir.Storage.Verdicts;

namespace Weir.Storage.Figures;

/// <summary>Adds up a batch of verdicts in memory, so that a thousand of them cost the database a few dozen rows.</summary>
internal sealed class FigureCounter
{
    /// <summary>The lengths of a step, seconds: an hour and a day.</summary>
    public static readonly long[] Steps = [3600, 86400];

    private const int LongestName = 60;

    /// <summary>Decisions by tenant, length and beginning of the step.</summary>
    public Dictionary<(string Tenant, long Step, long At), FigureStep> Decisions { get; } = [];

    /// <summary>Names by tenant, length, kind and beginning of the step.</summary>
    public Dictionary<(string Tenant, long Step, FigureKind Kind, long At), Dictionary<string, long>> Names { get; } = [];

    /// <summary>What was called phishing, by tenant and name.</summary>
    public Dictionary<(string Tenant, string Name), Threat> Threats { get; } = [];

    /// <summary>Counts one.</summary>
    public void Count(VerdictRow row)
    {
        var seconds = row.At.ToUnixTimeSeconds();
        foreach (var step in Steps) Count(row, step, seconds - seconds % step);
        if (row.Decision == Decision.Phishing) CountThreat(row);
    }

    private void Count(VerdictRow row, long step, long at)
    {
        var key = (row.Tenant, step, at);
        Decisions[key] = Plus(Decisions.GetValueOrDefault(key) ?? new FigureStep(), row);
        if (row.Category != "none") Count(row.Tenant, step, FigureKind.Category, at, row.Category);
        if (row.Score is { } score)
        {
            var risk = (RiskLevel)Math.Clamp((int)Math.Round(100 * score, MidpointRounding.AwayFromZero) / 25, 0, 3);
            Count(row.Tenant, step, FigureKind.Risk, at, risk.ToString().ToLowerInvariant());
            Count(row.Tenant, step, FigureKind.Score, at, Math.Clamp((int)(score * 20), 0, 19).ToString("00", CultureInfo.InvariantCulture));
        }

        if (row.Decision < Decision.Suspicious) return;
        if (row.Brand is { Length: > 0 } brand) Count(row.Tenant, step, FigureKind.Brand, at, brand);
        if (row.Registrable is { } domain && domain.LastIndexOf('.') is >= 0 and var dot) Count(row.Tenant, step, FigureKind.Suffix, at, domain[(dot + 1)..]);
    }

    private void Count(string tenant, long step, FigureKind kind, long at, string name)
    {
        if (!Names.TryGetValue((tenant, step, kind, at), out var names)) Names[(tenant, step, kind, at)] = names = [];
        if (name.Length > LongestName) name = name[..LongestName];
        names[name] = names.GetValueOrDefault(name) + 1;
    }

    private void CountThreat(VerdictRow row)
    {
        var key = (row.Tenant, row.Registrable ?? row.SubjectKey.ToString(CultureInfo.InvariantCulture));
        var known = Threats.GetValueOrDefault(key);
        Threats[key] = new Threat
        {
            Name = key.Item2,
            Subject = row.Subject,
            Brand = row.Brand,
            Category = row.Category,
            Score = row.Score,
            FirstAt = known?.FirstAt ?? row.At,
            LastAt = known is null || row.At > known.LastAt ? row.At : known.LastAt,
            Count = (known?.Count ?? 0) + 1,
        };
    }

    private static FigureStep Plus(FigureStep sum, VerdictRow row)
    {
        var isScored = row.Score is { } score && !double.IsNaN(score);
        sum = isScored ? sum with { Scored = sum.Scored + 1, Confidence = sum.Confidence + Math.Max(row.Score!.Value, 1 - row.Score.Value) } : sum;
        return row.Decision switch
        {
            Decision.Phishing => sum with { Phishing = sum.Phishing + 1 },
            Decision.Suspicious => sum with { Suspicious = sum.Suspicious + 1 },
            Decision.Benign => sum with { Benign = sum.Benign + 1 },
            _ => sum with { Undecided = sum.Undecided + 1 },
        };
    }
}
