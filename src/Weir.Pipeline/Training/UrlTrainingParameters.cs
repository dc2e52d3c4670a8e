using Weir.Detection.Features;
using Weir.Learning.Linear;
using Weir.Learning.Trees;

namespace Weir.Pipeline.Training;

/// <summary>Everything that shapes a URL model. The defaults were tuned on the calibration rows and the source folds.</summary>
public sealed record UrlTrainingParameters
{
    /// <summary>The linear text model.</summary>
    public HashedLogisticParameters Text { get; init; } = new() { Bits = 21, Beta = 0.003, L2 = 0, Precision = WeightPrecision.Half };
    /// <summary>The trees that judge.</summary>
    public BoostedTreesParameters Trees { get; init; } = new() { Trees = 300, MaxLeaves = 31, LearningRate = 0.12, MinRowsInLeaf = 100, ColumnSample = 0.5, RowSample = 0.8, L2 = 5 };
    /// <summary>Folds (by registrable domain) for text scores and category log-odds of the training rows; 2 to 20.</summary>
    public int Folds { get; init; } = 5;
    /// <summary>Share of domains whose popularity is hidden in training, 0..1.</summary>
    public double PopularityDropout { get; init; } = 0.5;
    /// <summary>Share of the hosts of benign pages whose homepage is learned from as a benign row, 0..1.</summary>
    public double HomepageShare { get; init; } = 0.25;
    /// <summary>Weight of the base rate in category log-odds, rows.</summary>
    public double CategorySmoothing { get; init; } = 20;
    /// <summary>Weight of a row is one over its domain's rows to this power: 1 = one vote a domain, 0 = one a row.</summary>
    public double DomainPower { get; init; } = 1;
    /// <summary>Weights of a source are divided by its total weight to this power: 1 = all sources weigh the same, 0 = as they come.</summary>
    public double SourceBalance { get; init; } = 0.5;
    /// <summary>Share of domains whose text and category columns come from parts that saw nothing of their source, 0..1.</summary>
    public double SourceHoldout { get; init; } = 0.3;
    /// <summary>False-positive rate of the phishing threshold.</summary>
    public double PhishingFpr { get; init; } = 0.001;
    /// <summary>False-positive rate of the suspicious threshold.</summary>
    public double SuspiciousFpr { get; init; } = 0.01;
    /// <summary>Share of phishing at which scores are probabilities.</summary>
    public double BaseRate { get; init; } = 0.5;
    /// <summary>Features that are switched off.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];
    /// <summary>Seed of folds and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>All that shapes the result, by name. The number of threads does not.</summary>
    internal SortedDictionary<string, string> Describe() => new(StringComparer.Ordinal)
    {
        ["text"] = Text.ToString(),
        ["trees"] = (Trees with { Threads = 0 }).ToString(),
        ["folds"] = $"{Folds}",
        ["popularityDropout"] = FormattableString.Invariant($"{PopularityDropout}"),
        ["categorySmoothing"] = FormattableString.Invariant($"{CategorySmoothing}"),
        ["sourceBalance"] = FormattableString.Invariant($"{SourceBalance}"),
        ["sourceHoldout"] = FormattableString.Invariant($"{SourceHoldout}"),
        ["domainPower"] = FormattableString.Invariant($"{DomainPower}"),
        ["phishingFpr"] = FormattableString.Invariant($"{PhishingFpr}"),
        ["suspiciousFpr"] = FormattableString.Invariant($"{SuspiciousFpr}"),
        ["baseRate"] = FormattableString.Invariant($"{BaseRate}"),
        ["homepageShare"] = FormattableString.Invariant($"{HomepageShare}"),
        ["off"] = string.Join(' ', Off),
        ["seed"] = $"{Seed}",
    };

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Folds is >= 2 and <= 20, $"Folds {Folds} is not in 2 .. 20.");
        Need(PopularityDropout is >= 0 and <= 1, "PopularityDropout is not in 0 .. 1.");
        Need(CategorySmoothing is > 0 and < double.PositiveInfinity, "CategorySmoothing is not above 0.");
        Need(DomainPower is >= 0 and <= 1, "DomainPower is not in 0 .. 1.");
        Need(SourceBalance is >= 0 and <= 1, "SourceBalance is not in 0 .. 1.");
        Need(SourceHoldout is >= 0 and <= 1, "SourceHoldout is not in 0 .. 1.");
        Need(PhishingFpr is >= 0 and <= 1 && SuspiciousFpr is >= 0 and <= 1, "A false-positive rate is not in 0 .. 1.");
        Need(PhishingFpr <= SuspiciousFpr, "PhishingFpr is above SuspiciousFpr.");
        Need(BaseRate is > 0 and < 1, "BaseRate is not between 0 and 1.");
        foreach (var id in Off.Where(id => UrlFeatureSchema.IndexOf(id) < 0)) faults.Add($"There is no feature '{id}'; 'weir features' lists them.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
