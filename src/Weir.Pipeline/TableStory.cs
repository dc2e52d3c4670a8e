using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Learning.Metrics;
using Weir.Pipeline.Tables.Training;
using Weir.Pipeline.Tracking;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>The training of a table as a tracking server is told of it: the best of each family as figures, every candidate in a file.</summary>
public static class TableStory
{
    private const int MostColumns = 100;

    /// <summary>Tells of models of tables; null for those of addresses.</summary>
    public static Func<ModelVersion, TrackedTraining?> Of(WeirStore store) => model => model.Channel == ModelStore.UrlChannel ? null : Of(store, model);

    private static TrackedTraining Of(WeirStore store, ModelVersion model)
    {
        var report = TableReport.FromJson(model.Parameters);
        var table = report?.Table ?? store.Tables.Find(model.Channel - TableName.ChannelNumber(0))?.Name ?? Text(model.Channel);
        return report is null ? new TrackedTraining { Model = table, Parameters = [("table", table)] } : new TrackedTraining
        {
            Model = table,
            Parameters = [.. Parameters(report)],
            Figures = [.. Figures(report).Where(figure => double.IsFinite(figure.Item2))],
            Files = [("training.json", Encoding.UTF8.GetBytes(model.Parameters)), ("candidates.csv", Encoding.UTF8.GetBytes(Candidates(report)))],
        };
    }

    private static IEnumerable<(string, string)> Parameters(TableReport report) =>
    [
        ("table", report.Table), ("winner", report.Winner), ("preparation", report.Preparation), ("split", report.Split), ("rows", Text(report.Counts.Rows)),
        ("rows.phishing", Text(report.Counts.Phishing)), ("rows.different", Text(report.Counts.DifferentRows)), ("rows.contradictory", Text(report.Counts.ContradictoryRows)),
        ("rows.train", Text(report.TrainRows)), ("rows.test", Text(report.TestRows)), ("columns", Text(report.Columns.Count)), ("candidates", Text(report.Candidates.Count)),
        ("candidates.untried", Text(report.Untried)), ("last.load", Text(report.LastLoad)),
    ];

    private static IEnumerable<(string, double)> Figures(TableReport report)
    {
        yield return ("ceiling", report.Counts.Ceiling);
        yield return ("seconds", report.Seconds);
        yield return ("margin", report.Margin.Mean);
        foreach (var family in report.Candidates.GroupBy(one => one.Family))
            foreach (var figure in Of($"cv.{family.Key}", family.MaxBy(one => one.Mean.Mean)!)) yield return figure;
        if (report.Candidates is [var best, ..])
            foreach (var figure in Of("cv", best)) yield return figure;
        foreach (var column in report.Importance.Take(MostColumns)) yield return ("importance." + column.Column, column.AucLoss);
        if (report.Test is not { } test) yield break;
        foreach (var (name, interval) in (IEnumerable<(string, Interval)>)[("accuracy", test.Accuracy), ("f1", test.F1), ("auc", test.RocAuc), ("pr_auc", test.PrAuc), ("precision", test.Precision), ("recall", test.Recall), ("fpr", test.FalsePositiveRate), ("ece", test.Ece), ("brier", test.Brier)])
        {
            yield return ("test." + name, interval.Value);
            yield return ($"test.{name}.low", interval.Low);
            yield return ($"test.{name}.high", interval.High);
        }
    }

    private static IEnumerable<(string, double)> Of(string name, CandidateReport one) =>
        [(name + ".accuracy", one.Accuracy.Mean), (name + ".f1", one.F1.Mean), (name + ".auc", one.Auc.Mean), (name + ".mean", one.Mean.Mean), (name + ".train", one.OnTrain), (name + ".seconds", one.Seconds)];

    private static string Candidates(TableReport report)
    {
        var text = new StringBuilder("round,family,settings,folds,accuracy,f1,auc,mean,train,fit,seconds\n");
        foreach (var (round, one) in report.Candidates.Select(one => ("all", one)).Concat(report.FirstRound.Select(one => ("share", one))))
            text.Append(CultureInfo.InvariantCulture, $"{round},{one.Family},{JsonSerializer.Serialize(one.Settings)},{one.Folds},{one.Accuracy.Mean:R},{one.F1.Mean:R},{one.Auc.Mean:R},{one.Mean.Mean:R},{one.OnTrain:R},{one.Fit},{one.Seconds:R}\n");
        return text.ToString();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
