using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning;
using Weir.Learning.Ensembles;
using Weir.Learning.Forests;
using Weir.Learning.Linear;
using Weir.Learning.Metrics;
using Weir.Learning.Trees;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks;

/// <summary>
/// What each learner and each ensemble of them reaches on the same rows, and what it adds to the boosted trees that are
/// shipped. All dense learners learn from the same first rows of the set.
/// </summary>
internal sealed class QualityLearnersQuestion : IQuestion
{
    private static readonly string[] TextColumns = ["host_text_score", "path_text_score", "text_score"];

    private static readonly BoostedTreesParameters Boosted = new UrlTrainingParameters().Trees;
    private static readonly RandomForestParameters Forest = new() { Trees = 200 };
    private static readonly LogisticParameters Logistic = new();

    private static readonly (string Name, ILearner Learner)[] Learners =
    [
        ("boosted trees", Boosted),
        ("random forest", Forest),
        ("extra trees", new ExtraTreesParameters { Trees = 200 }),
        ("decision tree", new DecisionTreeParameters()),
        ("AdaBoost", new AdaBoostParameters { Rounds = 200, MaxDepth = 2 }),
        ("dense logistic", Logistic),
        ("linear SVM", new LinearSvmParameters()),
        ("average of trees, forest, logistic", new AverageParameters { Members = [Boosted, Forest, Logistic] }),
        ("stack of trees, forest, logistic", new StackParameters { Members = [Boosted, Forest, Logistic], Meta = Logistic }),
    ];

    public string Name => "quality-learners";

    public string About => "What each learner and each ensemble reaches on the same URL rows, and what it adds";

    /// <summary><c>--rows N</c> learns from so many rows (150,000); <c>--sets train,fold_2_train</c>.</summary>
    public Answer Ask(Bench bench)
    {
        var rows = int.Parse(bench.Value("--rows") ?? "150000", System.Globalization.CultureInfo.InvariantCulture);
        var (figures, text) = (new JsonObject { ["rows"] = rows }, "");
        foreach (var train in (bench.Value("--sets") ?? "train,fold_2_train,fold_4_train").Split(',')) text += Judge(bench, train, rows, figures);
        return new Answer(figures, null, text + "\nDifferences to the boosted trees: 95 % intervals, paired bootstrap over registrable domains.\n");
    }

    private static string Judge(Bench bench, string train, int most, JsonObject figures)
    {
        var test = bench.Set(train == "train" ? "calibrate_test" : train.Replace("_train", "_test", StringComparison.Ordinal));
        var model = train == "train" ? bench.Model : bench.Train(train).Model;
        var data = Head(UrlModelTrainer.Matrix(LabelledSet.ReadRows(bench.SplitFile(train)), ReferenceLists.Embedded, new UrlTrainingParameters()), most);
        var rows = Read(model, test.Rows);
        var scores = new List<(string Name, double[] Scores)>();
        foreach (var (name, learner) in Learners)
        {
            bench.Say($"{train}: {name}");
            scores.Add((name, Score(learner.Fit(data), rows)));
        }
        scores.Insert(1, ("boosted trees without text", WithoutText(data, rows)));
        // An address that cannot be read has no text; it stands between the classes.
        scores.Add(("hashed text model alone", [.. rows.Select(row => row[UrlFeatureSchema.IndexOf("text_score")]).Select(score => float.IsNaN(score) ? 0.0 : score)]));
        scores.Add(("shipped stack, all rows", Score(model.Trees, rows)));
        return Table(test, scores, figures);
    }

    private static string Table(LabelledSet test, List<(string Name, double[] Scores)> scores, JsonObject figures)
    {
        var (of, text) = (new JsonObject(), $"### {test.Name}\n\n| learner | AUC | TPR at 1 % FPR | TPR at 0.1 % FPR | TPR at 1 % less that of the trees |\n|---|---|---|---|---|\n");
        RankedMetric metric = (ranked, counts) => ranked.TprAtFpr(0.01, counts);
        foreach (var (name, values) in scores)
        {
            var ranked = new RankedRows(values, test.Labels);
            var gain = GroupBootstrap.Difference(metric, values, scores[0].Scores, test.Labels, test.Groups, new());
            var (auc, one, tenth) = (ranked.RocAuc(), ranked.TprAtFpr(0.01), ranked.TprAtFpr(0.001));
            of[name] = new JsonObject { ["auc"] = Figure.Of(auc), ["tpr@0.01"] = Figure.Of(one), ["tpr@0.001"] = Figure.Of(tenth), ["gain"] = Figure.Of(gain.Value), ["gain_interval"] = Scored.Pair(gain) };
            text += $"| {name} | {Figure.Text(auc)} | {Figure.Percent(one)} | {Figure.Percent(tenth)} | {Figure.Percent(gain.Value)} ({Figure.Percent(gain.Low)} .. {Figure.Percent(gain.High)}) |\n";
        }
        figures[test.Name] = of;
        return text + "\n";
    }

    private static double[] WithoutText(Dataset data, List<float[]> rows)
    {
        var columns = (float[][])data.Columns.Clone();
        foreach (var name in TextColumns)
        {
            columns[UrlFeatureSchema.IndexOf(name)] = new float[data.Rows];
            Array.Fill(columns[UrlFeatureSchema.IndexOf(name)], float.NaN);
        }
        var trees = ((ILearner)Boosted).Fit(new Dataset(data.FeatureNames, columns, data.Labels, data.Weights, data.Groups));
        return Score(trees, rows.ConvertAll(row =>
        {
            var hidden = (float[])row.Clone();
            foreach (var name in TextColumns) hidden[UrlFeatureSchema.IndexOf(name)] = float.NaN;
            return hidden;
        }));
    }

    private static double[] Score(IClassifier model, List<float[]> rows) => [.. rows.AsParallel().AsOrdered().Select(row => model.Score(row))];

    /// <summary>Complete rows, fitted columns included; what cannot be read stays all-missing.</summary>
    private static List<float[]> Read(UrlModel model, IReadOnlyList<Weir.Pipeline.LabelledUrl> urls)
    {
        var (reader, scratch) = (new UrlFeatureReader(ReferenceLists.Embedded), new FeatureScratch());
        return [.. urls.Select(labelled =>
        {
            if (!UrlParser.TryParse(labelled.Url, scratch.Url, out var url, out _)) return [.. Enumerable.Repeat(float.NaN, UrlFeatureSchema.Count)];
            var row = reader.Read(url, scratch);
            model.Raw(row);
            return row.Dense.ToArray();
        })];
    }

    private static Dataset Head(Dataset data, int most)
    {
        var rows = Math.Min(most, data.Rows);
        return new(data.FeatureNames, Array.ConvertAll(data.Columns, c => c[..rows]), data.Labels[..rows], data.Weights[..rows], data.Groups[..rows]);
    }
}
