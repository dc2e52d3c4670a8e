using System.Globalization;
using Weir.Storage.Figures;

namespace Weir.Server.Stats;

/// <summary>How many verdicts of a step of time carried each decision.</summary>
internal sealed record StatsStep(DateTimeOffset At, long Phishing, long Suspicious, long Benign, long Unknown);

/// <summary>How often something was counted.</summary>
internal sealed record StatsCount(string Name, long Count);

/// <summary>What the verdicts in the history of one tenant add up to in a time.</summary>
internal sealed record StatsReport
{
    private const int MostNames = 10;
    private const int MostSuffixes = 1000;

    /// <summary>24h, 7d, 30d or 90d.</summary>
    public required string Range { get; init; }
    /// <summary>When the time begins, UTC.</summary>
    public required DateTimeOffset From { get; init; }
    /// <summary>Verdicts.</summary>
    public long Total => Phishing + Suspicious + Benign + Unknown;
    /// <summary>Suspicious and phishing ones.</summary>
    public long Threats => Phishing + Suspicious;
    /// <summary>Verdicts that said phishing.</summary>
    public long Phishing => Steps.Sum(step => step.Phishing);
    /// <summary>Verdicts that said suspicious.</summary>
    public long Suspicious => Steps.Sum(step => step.Suspicious);
    /// <summary>Verdicts that said benign.</summary>
    public long Benign => Steps.Sum(step => step.Benign);
    /// <summary>What could not be judged.</summary>
    public long Unknown => Steps.Sum(step => step.Unknown);
    /// <summary>How sure the model was on average: the probability of its answer, 0.5 to 1; null when it judged nothing.</summary>
    public double? MeanConfidence { get; init; }
    /// <summary>Domains called phishing in the last 24 hours, whatever the range.</summary>
    public long ActiveThreats24h { get; init; }
    /// <summary>Every step of the time, also empty ones: hours for 24h, else UTC days.</summary>
    public required IReadOnlyList<StatsStep> Steps { get; init; }
    /// <summary>Kinds of phishing, the most frequent first.</summary>
    public required IReadOnlyList<StatsCount> Categories { get; init; }
    /// <summary>low, medium, high and critical, in this order.</summary>
    public required IReadOnlyList<StatsCount> RiskLevels { get; init; }
    /// <summary>Twentieths of the score: <c>0.00</c> counts scores of 0.00 to 0.05, and so on.</summary>
    public required IReadOnlyList<StatsCount> Scores { get; init; }
    /// <summary>Brands that threats name, the ten most frequent.</summary>
    public required IReadOnlyList<StatsCount> Brands { get; init; }
    /// <summary>Top-level domains of threats, the ten most frequent.</summary>
    public required IReadOnlyList<StatsCount> TopLevelDomains { get; init; }
    /// <summary>Countries for which those stand, the ten most frequent; nothing is looked up.</summary>
    public required IReadOnlyList<StatsCount> Countries { get; init; }

    /// <summary>Reads the figures of a tenant.</summary>
    public static StatsReport Read(FigureStore figures, string tenant, StatsRange range, DateTimeOffset now)
    {
        var from = range.Begin(now);
        var steps = figures.Steps(tenant, range.Step, from);
        var scored = steps.Sum(step => step.Scored);
        var risks = Names(FigureKind.Risk).ToDictionary(name => name.Name, name => name.Count);
        var scores = Names(FigureKind.Score).ToDictionary(name => name.Name, name => name.Count);
        var suffixes = Names(FigureKind.Suffix, MostSuffixes);
        return new StatsReport
        {
            Range = range.Name,
            From = from,
            MeanConfidence = scored == 0 ? null : Math.Round(steps.Sum(step => step.Confidence) / scored, 4),
            ActiveThreats24h = figures.ActiveThreats(tenant, now.AddDays(-1)),
            Steps = Filled(steps, range, from),
            Categories = [.. Names(FigureKind.Category).Select(Count)],
            RiskLevels = [.. ((string[])["low", "medium", "high", "critical"]).Select(level => new StatsCount(level, risks.GetValueOrDefault(level)))],
            Scores = [.. Enumerable.Range(0, 20).Select(i => new StatsCount((i / 20.0).ToString("0.00", CultureInfo.InvariantCulture), scores.GetValueOrDefault(i.ToString("00", CultureInfo.InvariantCulture))))],
            Brands = [.. Names(FigureKind.Brand, MostNames).Select(Count)],
            TopLevelDomains = [.. suffixes.Where(name => name.Name.Length > 0).Take(MostNames).Select(Count)],
            Countries = [.. suffixes.Select(name => (Country: Stats.Countries.Of(name.Name), name.Count)).Where(name => name.Country is not null)
                .GroupBy(name => name.Country!, name => name.Count).Select(group => new StatsCount(group.Key, group.Sum()))
                .OrderByDescending(country => country.Count).ThenBy(country => country.Name, StringComparer.Ordinal).Take(MostNames)],
        };

        IReadOnlyList<FigureName> Names(FigureKind kind, int most = 100) => figures.Names(tenant, range.Step, from, kind, most);
    }

    private static StatsCount Count(FigureName name) => new(name.Name.Length == 0 ? "others" : name.Name, name.Count);

    private static List<StatsStep> Filled(IReadOnlyList<FigureStep> steps, StatsRange range, DateTimeOffset from)
    {
        var known = steps.ToDictionary(step => step.At);
        return [.. Enumerable.Range(0, range.Steps).Select(i => from + i * range.Step).Select(at =>
            known.TryGetValue(at, out var step) ? new StatsStep(at, step.Phishing, step.Suspicious, step.Benign, step.Undecided) : new StatsStep(at, 0, 0, 0, 0))];
    }
}
