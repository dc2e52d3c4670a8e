using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Learning.Metrics;

namespace Weir.Pipeline.Tables.Training;

/// <summary>What became of one candidate of the search; shares from 0 to 1.</summary>
/// <param name="Family">What kind of learner.</param>
/// <param name="Settings">What sets it apart in its family.</param>
/// <param name="Folds">Folds that it was judged on; fewer than all when it was given up.</param>
/// <param name="Accuracy">Over the folds.</param>
/// <param name="F1">Of phishing.</param>
/// <param name="Auc">Area under the ROC curve.</param>
/// <param name="Mean">The mean of the three, by which it was chosen.</param>
/// <param name="OnTrain">The same on the rows that it had learned from.</param>
/// <param name="Fit">fits, overfit or underfit.</param>
/// <param name="Seconds">Time of its fits.</param>
public sealed record CandidateReport(string Family, string Settings, int Folds, FoldSpread Accuracy, FoldSpread F1, FoldSpread Auc, FoldSpread Mean, double OnTrain, string Fit, double Seconds)
{
    internal static CandidateReport Of(TableTrial trial) => new(trial.Candidate.Family, trial.Candidate.Settings, trial.Folds.Count, trial.Accuracy.OfShare, trial.F1.OfShare, trial.Auc.OfShare,
        trial.Mean.OfShare, trial.OnTrain, trial.Fit, Math.Round(trial.Seconds, 2));
}

/// <summary>How much the model relies on a column of the table.</summary>
/// <param name="Column">Its name.</param>
/// <param name="AucLoss">What the AUC on the test rows loses when the column is shuffled, mean of the shuffles.</param>
/// <param name="Deviation">Standard deviation of the shuffles.</param>
/// <param name="MeanShap">Mean size of its contribution to a score, log-odds.</param>
public sealed record ColumnImportance(string Column, double AucLoss, double Deviation, double MeanShap);

/// <summary>The figures on the test rows, which no choice has seen: with 95 % intervals over groups of equal rows. An alarm is a score above the phishing threshold.</summary>
public sealed record TestReport(int Rows, int Phishing, Interval Accuracy, Interval F1, Interval RocAuc, Interval PrAuc, Interval Precision, Interval Recall, Interval FalsePositiveRate, Interval Ece, Interval Brier)
{
    internal static TestReport Of(byte[] labels, ModelFigures figures) => new(labels.Length, labels.Count(label => label == 1), figures.Accuracy, figures.F1, figures.RocAuc, figures.PrAuc,
        figures.Precision, figures.Recall, figures.FalsePositiveRate, figures.Ece, figures.Brier);
}

/// <summary>How a table was learned, and what came of it.</summary>
public sealed record TableReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The version of the model.</summary>
    public string Version { get; init; } = "";

    /// <summary>How the rows repeat and contradict each other.</summary>
    public required TableCounts Counts { get; init; }

    /// <summary>The newest load among the rows; 0 when it is not known.</summary>
    public long LastLoad { get; init; }

    /// <summary>Different rows that were learned from.</summary>
    public int TrainRows { get; init; }

    /// <summary>Different rows that were kept back to judge on.</summary>
    public int TestRows { get; init; }

    /// <summary>How the test rows were chosen, in words.</summary>
    public string Split { get; init; } = "";

    /// <summary>What was done to the columns before learning, in words.</summary>
    public string Preparation { get; init; } = "";

    /// <summary>The columns that the model reads.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What a person should know about the rows: a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The candidates that were tried on all rows to learn from, the best first.</summary>
    public IReadOnlyList<CandidateReport> Candidates { get; init; } = [];

    /// <summary>The candidates that were tried on a share of them, when there are many; else empty.</summary>
    public IReadOnlyList<CandidateReport> FirstRound { get; init; } = [];

    /// <summary>How many rows that share is.</summary>
    public int FirstRoundRows { get; init; }

    /// <summary>Candidates that the budget left no time for.</summary>
    public int Untried { get; init; }

    /// <summary>Candidates that were given up after the first folds.</summary>
    public int GivenUp { get; init; }

    /// <summary>Family and settings of the winner.</summary>
    public string Winner { get; init; } = "";

    /// <summary>Mean figure of the winner less that of the best of another family.</summary>
    public FoldSpread Margin { get; init; }

    /// <summary>How far the winner lies before the best of another family, as half a sentence; empty when there is none.</summary>
    [JsonIgnore]
    public string Lead => !double.IsFinite(Margin.Low) || Margin == new FoldSpread(0, 0, 0) ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{Margin.Mean:F4} ahead of the best of another family (95 % interval {Margin.Low:F4} to {Margin.High:F4}): {(Margin.Low > 0 ? "more than chance" : "no more than chance")}");

    /// <summary>What the winner does on the test rows, as it is served.</summary>
    public TestReport? Test { get; init; }

    /// <summary>By column, the most important first.</summary>
    public IReadOnlyList<ColumnImportance> Importance { get; init; } = [];

    /// <summary>Time of the whole training.</summary>
    public double Seconds { get; init; }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads a report; null when the text is not one.</summary>
    public static TableReport? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TableReport>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
