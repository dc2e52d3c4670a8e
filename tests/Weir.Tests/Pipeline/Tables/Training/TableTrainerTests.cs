using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Learning.Forests;
using Weir.Learning.Linear;
using Weir.Learning.Neighbours;
using Weir.Learning.Trees;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Training;

public sealed class TableTrainerTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public TableTrainerTests() => _store = WeirStore.Open(_folder.Path, _time);

    /// <summary>A few quick candidates.</summary>
    internal static TableTrainingParameters Quick { get; } = new()
    {
        Candidates = _ =>
        [
            new("logistic", "l2 1", new LogisticParameters { Threads = 1 }),
            new("forest", "trees 30", new RandomForestParameters { Trees = 30, Threads = 1 }),
            new("boosting", "trees 40", new BoostedTreesParameters { Trees = 40, MaxLeaves = 8, MinRowsInLeaf = 5, Threads = 1 }),
            new("k-nn", "k 7", new NeighboursParameters { Neighbours = 7, Threads = 1 }),
        ],
    };

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_table_becomes_a_detector_that_explains_itself_in_the_words_of_the_table()
    {
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(1500));
        var trained = Train("board", LoadedTables.Board);
        Assert.Null(trained.Refusal);
        var (report, model) = (trained.Report, TableModel.Read(trained.File, "board"));
        Assert.True(report.Test!.Accuracy.Value > 0.88, $"{report.Test.Accuracy}");
        Assert.Equal(report.Counts.DifferentRows, report.TrainRows + report.TestRows);
        Assert.Equal("table:board", model.Manifest.Channel);
        Assert.StartsWith("table-board-", model.Version);
        Assert.Equal(["x", "y", "level", "tld"], report.Columns);
        Assert.Contains(report.Warnings, warning => warning.StartsWith("same: the same value in every row", StringComparison.Ordinal));
        Assert.All(report.Importance, column => Assert.True(column.AucLoss > 0 && column.MeanShap > 0, $"{column}"));
        Assert.Equal(4 + 3 + 1, report.Candidates.Count);
        Assert.Equal(report.ToJson(), TableReport.FromJson(report.ToJson())!.ToJson());

        var scorer = new TableScorer(model);
        float[] values = [0.9f, 0.1f, float.NaN, 1, 7];
        var score = scorer.Score(values);
        Assert.Equal((Decision.Phishing, "bad"), (model.Decide(score), model.Predicted(score)));
        Assert.Equal((Decision.Benign, "good"), (model.Decide(scorer.Score([0.9f, 0.9f, 2, 0, 7])), model.Predicted(0.3)));
        Assert.Equal((Decision.Suspicious, Decision.Unknown), (model.Decide(0.3), model.Decide(double.NaN)));
        var reasons = scorer.Reasons(values);
        Assert.InRange(reasons.Count, 2, 5);
        Assert.Contains(reasons, reason => reason.Text.StartsWith("x is 0.9 (usual for ", StringComparison.Ordinal) || reason.Text.StartsWith("y is 0.1 (usual for ", StringComparison.Ordinal));
        Assert.True(reasons.Zip(reasons.Skip(1)).All(pair => Math.Abs(pair.First.Contribution) >= Math.Abs(pair.Second.Contribution)));
    }

    [Fact]
    public void Contributions_and_the_expected_score_are_the_score()
    {
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        var model = TableModel.Read(Train("board", LoadedTables.Board, Quick with { Candidates = features => [Quick.Candidates(features)[2]] }).File, "board");
        var scorer = new TableScorer(model);
        double Rest(float[] values)
        {
            var prepared = new float[model.Rows.Outputs];
            model.Rows.Transform([.. model.Inputs.Select(i => values[i])], prepared);
            return model.Classifier.Score(prepared) - scorer.Contributions(values).ToArray().Sum();
        }

        Assert.Equal(Rest([0.9f, 0.1f, 2, 1, 7]), Rest([0.2f, 0.3f, float.NaN, 0, 7]), 9);
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes()
    {
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(300));
        Assert.Equal(Train("board", LoadedTables.Board).File, Train("board", LoadedTables.Board).File);
        Assert.NotEqual(Train("board", LoadedTables.Board).File, Train("board", LoadedTables.Board, Quick with { Seed = 2 }).File);
    }

    [Fact]
    public void Blocks_are_scored_as_single_rows_are()
    {
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(700));
        var trained = Train("board", LoadedTables.Board);
        var model = TableModel.Read(trained.File, "board");
        var (scores, scorer) = (trained.Test.Scores(model), new TableScorer(model));
        for (var i = 0; i < scores.Length; i++) Assert.Equal(scores[i], scorer.Score(trained.Test.Values.AsSpan(5 * i, 5)));
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        // Whole blocks, with rows that come again.
        float[] repeated = [.. trained.Test.Values, .. trained.Test.Values, .. trained.Test.Values, .. trained.Test.Values];
        var again = new double[repeated.Length / 5];
        for (var round = 0; round < 2; round++)
        {
            scorer.Score(repeated, again);
            for (var i = 0; i < again.Length; i++) Assert.Equal(scores[i % scores.Length], again[i]);
        }

        Assert.Throws<ArgumentException>(() => scorer.Score(new float[7], new double[1]));
    }

    [Fact]
    public void No_row_is_judged_by_a_twin_that_was_learned_from()
    {
        var lines = LoadedTables.BoardRows(200).ToList();
        LoadedTables.Load(_store, "board", LoadedTables.Board, [.. lines, .. lines.Take(120), .. lines.Skip(50).Take(9).Select(Turned)]);
        var data = TableData.Read(_store, _store.Tables.Find("board")!.Id, LoadedTables.Board, ct: TestContext.Current.CancellationToken);
        var rows = DifferentRows.Of(data);
        Assert.Equal((329, 209, 200, 9, 120), (rows.Counts.Rows, rows.Counts.DifferentRows, rows.Counts.DifferentVectors, rows.Counts.ContradictoryVectors, rows.Counts.DuplicateRows));
        var split = TestRows.Of(rows, Quick);
        Assert.Equal(209, split.Train.Length + split.Test.Length);
        Assert.Empty(split.Train.Select(i => rows.Data.Groups[i]).Intersect(split.Test.Select(i => rows.Data.Groups[i])));
        Assert.InRange(split.Test.Length, 35, 50);
        Assert.InRange(split.Test.Count(i => rows.Data.Labels[i] == 1) / (double)split.Test.Length - rows.Data.Labels.Count(label => label == 1) / 209.0, -0.06, 0.06);
    }

    [Fact]
    public void A_row_that_is_judged_on_stays_so_when_more_rows_come()
    {
        var lines = LoadedTables.BoardRows(1000).ToList();
        LoadedTables.Load(_store, "few", LoadedTables.Board, lines.Take(700));
        LoadedTables.Load(_store, "all", LoadedTables.Board, lines);
        var (few, all) = (Judged("few"), Judged("all"));
        Assert.True(few.Count(all.Contains) >= 0.9 * few.Count, $"{few.Count(all.Contains)} of {few.Count}");

        HashSet<(float, float)> Judged(string table)
        {
            var rows = DifferentRows.Of(Data(table, LoadedTables.Board));
            return [.. TestRows.Of(rows, Quick).Test.Select(i => (rows.Data.Columns[0][i], rows.Data.Columns[1][i]))];
        }
    }

    [Fact]
    public void Of_rows_that_came_on_several_days_the_newest_are_judged_on()
    {
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        _time.Advance(TimeSpan.FromDays(3));
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(200, seed: 8));
        var rows = DifferentRows.Of(Data("board", LoadedTables.Board));
        var split = TestRows.Of(rows, Quick);
        Assert.StartsWith("the newest rows", split.How);
        Assert.Equal(120, split.Test.Length);
        Assert.True(split.Test.Min(i => rows.Data.Times![i]) > rows.Data.Times![0]);
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_one_sentence()
    {
        string? Refused(string name, params IEnumerable<string> lines)
        {
            LoadedTables.Load(_store, name, LoadedTables.Board, lines);
            return Train(name, LoadedTables.Board).Refusal;
        }

        Assert.Equal("The table empty has no rows to learn from; load some first.", Refused("empty"));
        Assert.Contains("All rows of one are phishing", Refused("one", LoadedTables.BoardRows(300).Where(line => line.EndsWith("bad", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Equal("The table few has 30 different rows; at least 50 are needed to learn and to judge.", Refused("few", LoadedTables.BoardRows(30)));
        Assert.Contains("at least 10 of each kind", Refused("rare", [.. LoadedTables.BoardRows(300).Where(line => line.EndsWith("good", StringComparison.Ordinal)), .. LoadedTables.BoardRows(9, noise: 0, seed: 3).Where(line => line.EndsWith("bad", StringComparison.Ordinal))]), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_without_a_value_are_left_out_and_copies_of_the_target_are_named()
    {
        var lines = LoadedTables.BoardRows(300).Select(line => line.Split(',')).Select(cells => string.Join(',', [cells[0], cells[1], cells[2], "na", cells[4], cells[6] == "bad" ? "1" : "0", cells[6]]));
        LoadedTables.Load(_store, "leak", LoadedTables.Board, lines);
        var trained = Train("leak", LoadedTables.Board);
        Assert.Null(trained.Refusal);
        Assert.Contains("level: no value in any row; left out.", trained.Report.Warnings);
        Assert.Contains(trained.Report.Warnings, warning => warning.StartsWith("same alone tells the target", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_rows_are_searched_on_a_share_and_a_budget_ends_the_search()
    {
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(900));
        var shared = Train("board", LoadedTables.Board, Quick with { SearchRows = 200, Finalists = 2 }).Report;
        Assert.Equal((200, 4 + 3 + 1, 2 + 1 + 1), (shared.FirstRoundRows, shared.FirstRound.Count, shared.Candidates.Count));
        var hurried = Train("board", LoadedTables.Board, Quick with { Budget = TimeSpan.Zero });
        Assert.Null(hurried.Refusal);
        Assert.Equal((3, "logistic (l2 1)"), (hurried.Report.Untried, hurried.Report.Winner));
    }

    [Fact]
    public void A_cut_or_hostile_model_file_is_refused_with_a_sentence()
    {
        LoadedTables.Load(_store, "board", LoadedTables.Board, LoadedTables.BoardRows(200));
        var bytes = Train("board", LoadedTables.Board, Quick with { Candidates = features => [Quick.Candidates(features)[0]] }).File;
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var broken = i % 2 == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            if (i % 2 == 1) broken[random.Next(broken.Length)] ^= 0x10;
            Assert.Contains("model file", Assert.Throws<ModelFileException>(() => TableModel.Read(broken, "broken")).Message, StringComparison.Ordinal);
        }

        var manifest = ModelFile.Read(bytes, "board").Manifest;
        foreach (var hostile in (string[])["{}", "[]", "null", "{\"table\":null}", manifest.Replace("table-model-1", "table-model-9", StringComparison.Ordinal), manifest.Replace("\"phishingThreshold\":0.5", "\"phishingThreshold\":7", StringComparison.Ordinal),
            manifest.Replace("table:board", "url", StringComparison.Ordinal), manifest.Replace("\"bad\"", "null", StringComparison.Ordinal), manifest.Replace("\"bad\"", "\"good\"", StringComparison.Ordinal), manifest.Replace("\"x\"", "\"z\"", StringComparison.Ordinal)])
        {
            Assert.Throws<ModelFileException>(() => TableModel.Read(new ModelFileBuilder().Build(hostile), "hostile"));
        }
    }

    [Fact]
    public void The_published_table_of_thirty_columns_is_learned_end_to_end()
    {
        if (SomeTables.Published("phisingData.csv.gz") is not { } path) return;
        var schema = LoadedTables.Published(path, "Result", "-1", "1");
        LoadedTables.Load(_store, "phising", schema, []);
        LoadedTables.Load(_store, _store.Tables.Find("phising")!.Id, schema, path);
        var report = Train("phising", schema, Quick with { Candidates = features => [Quick.Candidates(features)[1]] }).Report;
        Assert.Equal((11_055, 4898, 5849, 5785, 64, 357), (report.Counts.Rows, report.Counts.Phishing, report.Counts.DifferentRows, report.Counts.DifferentVectors, report.Counts.ContradictoryVectors, report.Counts.ContradictoryRows));
        Assert.Equal(0.9897, report.Counts.Ceiling, 4);
        Assert.True(report.Test!.Accuracy.Value > 0.94, $"{report.Test.Accuracy}");
        Assert.Contains("SSLfinal_State", report.Importance.Take(3).Select(column => column.Column));
    }

    private TableTrained Train(string table, TableSchema schema, TableTrainingParameters? parameters = null) =>
        new TableTrainer(parameters ?? Quick, TimeProvider.System).Train(table, Data(table, schema), ct: TestContext.Current.CancellationToken);

    private TableData Data(string table, TableSchema schema) => TableData.Read(_store, _store.Tables.Find(table)!.Id, schema, ct: TestContext.Current.CancellationToken);

    private static string Turned(string line) => line.EndsWith("bad", StringComparison.Ordinal) ? line[..^3] + "good" : line[..^4] + "bad";
}
