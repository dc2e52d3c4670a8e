using System.Globalization;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Learning.Metrics;
using Weir.Learning.Preparation;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Pipeline.Tables.Training;

/// <summary>
/// Makes a model of the rows of a table: each different row once, rows of equal values on one side of every split, a learner chosen by
/// cross-validation, judged on rows that nothing has seen. What cannot be learned from is refused with a sentence.
/// </summary>
/// <param name="p">How to learn.</param>
/// <param name="time">Measures what the candidates take, and the budget.</param>
public sealed class TableTrainer(TableTrainingParameters p, TimeProvider time)
{
    private const int LeastOfClass = 10;

    /// <summary>Learns a table.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="data">Its rows.</param>
    /// <param name="progress">Told what happens, from several threads.</param>
    /// <param name="ct">Stops between fits.</param>
    public TableTrained Train(string table, TableData data, Action<TableProgress>? progress = null, CancellationToken ct = default)
    {
        var start = time.GetTimestamp();
        var rows = DifferentRows.Of(data);
        var report = new TableReport { Table = table, Counts = rows.Counts, LastLoad = data.LoadIds.DefaultIfEmpty().Max() };
        if (Refusal(table, data, rows) is { } refusal) return new TableTrained { Refusal = refusal, Report = report };
        var split = TestRows.Of(rows, p);
        var (train, test, warnings) = (rows.Data.Take(split.Train), rows.Data.Take(split.Test), new List<string>());
        var features = ColumnQuality.Useful(data.Schema, train, warnings);
        report = report with { TrainRows = train.Rows, TestRows = test.Rows, Split = split.How, Warnings = warnings };
        if (features.Length == 0) return new TableTrained { Refusal = $"Nothing can be learned from {table}, no column tells its rows apart: {string.Join(" ", warnings)}", Report = report };
        progress?.Invoke(new("split", string.Create(CultureInfo.InvariantCulture, $"{train.Rows:N0} different rows to learn from, {test.Rows:N0} to judge on ({split.How})")));
        var preparing = new Preparing(data.Schema, features, train, p);
        var learned = new TableLearning(p, time).Run(preparing, train, progress, ct);
        progress?.Invoke(new("judge", "on the rows that were kept back"));
        var importance = TableImportance.Of(learned.Preparer, learned.Model, preparing.Apply(learned.Preparer, test, ct), p.Seed, ct);
        var manifest = Manifest(table, data, rows, train, features, learned, importance);
        var trained = new TableTrained
        {
            File = TableModel.Build(manifest, learned.Preparer, learned.Model, learned.SaveCalibrator),
            Report = report,
            DatasetHash = manifest.DatasetHash,
            Test = new JudgedRows(RowByRow(test), test.Labels, test.Groups),
            WindowFrom = DateTimeOffset.FromUnixTimeSeconds(data.Times.Min()),
            WindowTo = DateTimeOffset.FromUnixTimeSeconds(data.Times.Max()),
        };
        return trained with { Report = Report(trained, learned, [.. features.Select(f => data.FeatureNames[f])], importance, manifest.Version) with { Seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2) } };
    }

    /// <summary>Why a table cannot be learned, in one sentence; null when it may.</summary>
    public string? Refusal(string table, TableData data) => Refusal(table, data, DifferentRows.Of(data));

    /// <summary>SHA-256 over the schema and the different rows, lower-case hex: what a training of these rows calls them.</summary>
    public static string HashOf(TableData data) => DifferentRows.Of(data).Sha256(data.Schema.Fingerprint);

    /// <summary>The rows that a training of these rows keeps back.</summary>
    public JudgedRows TestOf(TableData data)
    {
        var rows = DifferentRows.Of(data);
        var test = rows.Data.Take(TestRows.Of(rows, p).Test);
        return new JudgedRows(RowByRow(test), test.Labels, test.Groups);
    }

    private string? Refusal(string table, TableData data, DifferentRows rows)
    {
        var counts = rows.Counts;
        if (counts.Rows == 0) return $"The table {table} has no rows to learn from; load some first.";
        var ones = rows.Data.Labels.Count(label => label == 1);
        var target = data.Schema.Target;
        if (ones == 0 || ones == rows.Data.Rows)
            return $"All rows of {table} are {(ones == 0 ? "benign" : "phishing")}: a model learns from both; check which values of '{target.Column}' mean phishing in the schema, or load rows of the other kind.";
        if (rows.Data.Rows < p.LeastRows) return string.Create(CultureInfo.InvariantCulture, $"The table {table} has {rows.Data.Rows} different rows; at least {p.LeastRows} are needed to learn and to judge.");
        return Math.Min(ones, rows.Data.Rows - ones) < LeastOfClass
            ? string.Create(CultureInfo.InvariantCulture, $"The table {table} has {Math.Min(ones, rows.Data.Rows - ones)} different {(ones < rows.Data.Rows - ones ? "phishing" : "benign")} rows; at least {LeastOfClass} of each kind are needed.")
            : null;
    }

    private TableReport Report(TableTrained trained, Learned learned, string[] columns, ColumnImportance[] importance, string version)
    {
        var test = trained.Test;
        var figures = ModelFigures.Of(test.Scores(TableModel.Read(trained.File, version)), test.Labels, test.Groups, Math.BitIncrement(p.PhishingThreshold), new BootstrapParameters());
        return trained.Report with
        {
            Version = version,
            Preparation = learned.Preparation,
            Columns = columns,
            Candidates = [.. learned.Choice.Trials.Select(CandidateReport.Of)],
            FirstRound = [.. learned.FirstRound.Select(CandidateReport.Of)],
            FirstRoundRows = learned.FirstRoundRows,
            Untried = learned.Untried,
            GivenUp = learned.Choice.GivenUp,
            Winner = learned.Choice.Winner.Candidate.ToString(),
            Margin = learned.Choice.Margin,
            Test = TestReport.Of(test.Labels, figures),
            Importance = [.. importance.OrderByDescending(column => column.AucLoss).ThenByDescending(column => column.MeanShap)],
        };
    }

    private TableManifest Manifest(string table, TableData data, DifferentRows rows, Dataset train, int[] features, Learned learned, ColumnImportance[] importance)
    {
        var (phishing, hash, winner) = (train.Labels.Count(label => label == 1), rows.Sha256(data.Schema.Fingerprint), learned.Choice.Winner);
        var (parameters, all) = (p.Words(learned.Preparation), importance.Sum(column => column.MeanShap));
        var day = Day(data.Times.Max());
        return new TableManifest
        {
            Form = TableManifest.CurrentForm,
            Version = $"table-{table}-{day.Replace("-", "", StringComparison.Ordinal)}-{TableHash.Of(hash, winner.Candidate.ToString(), string.Join(',', parameters))[..8]}",
            Channel = TableName.Channel(table),
            Schema = data.Schema.Fingerprint,
            Table = data.Schema,
            Learner = winner.Candidate.ToString(),
            Columns = [.. features.Select((f, i) => ColumnSummary.Of(data.FeatureNames[f], train.Columns[f], train.Labels, data.Schema.Features[f].Kind == Detection.Tables.ColumnKind.Category, all == 0 ? 0 : importance[i].MeanShap / all))],
            WindowFrom = Day(data.Times.Min()),
            WindowTo = day,
            DatasetHash = hash,
            Rows = train.Rows,
            PhishingRows = phishing,
            BaseRate = (double)phishing / train.Rows,
            PhishingThreshold = p.PhishingThreshold,
            SuspiciousThreshold = p.SuspiciousThreshold,
            Parameters = parameters,
            Figures = new(StringComparer.Ordinal) { ["accuracy"] = winner.Accuracy.Mean, ["f1"] = winner.F1.Mean, ["auc"] = winner.Auc.Mean },
        };
    }

    private static string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static float[] RowByRow(Dataset rows)
    {
        var values = new float[rows.Rows * rows.FeatureCount];
        for (var i = 0; i < rows.Rows; i++) rows.Read(i, values.AsSpan(i * rows.FeatureCount, rows.FeatureCount));
        return values;
    }
}
