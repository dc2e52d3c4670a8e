using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning.Explaining;
using Weir.Learning.Trees;

namespace Weir.Benchmarks;

/// <summary>How well the cheap attribution of the hot path agrees with exact TreeSHAP on the families that become reasons.</summary>
internal sealed class ExplainQuestion : IQuestion
{
    private const int Rows = 2_000;
    private const int PeerRows = 20_000;
    private const int PeerLeaves = 31;

    private static readonly string[] Families = [.. UrlFeatureSchema.All.Select(f => f.Family).Distinct()];
    private static readonly int[] FamilyOf = [.. UrlFeatureSchema.All.Select(f => Array.IndexOf(Families, f.Family))];

    private delegate double Attribution(BoostedTrees trees, ReadOnlySpan<float> row, Span<double> contributions);

    public string Name => "explain";

    public string About => "Agreement of the cheap reasons with exact TreeSHAP, the speed of both, and XGBoost's pred_contribs beside it";

    public Answer Ask(Bench bench)
    {
        var rows = Read(bench);
        var (path, pathRate, pathError) = Explain(bench.Model.Trees, rows, PathAttribution.Explain);
        var (shap, shapRate, shapError) = Explain(bench.Model.Trees, rows, TreeShap.Explain);
        var (exactRate, peerRate) = BesidePeer(bench);
        var top1 = rows.Index().Average(r => Order(path[r.Index])[0] == Order(shap[r.Index])[0] ? 1.0 : 0);
        var top3 = rows.Index().Average(r => Order(path[r.Index])[..3].Intersect(Order(shap[r.Index])[..3]).Count() / 3.0);
        var rank = rows.Index().Average(r => Spearman(path[r.Index], shap[r.Index]));
        var figures = new JsonObject
        {
            ["rows"] = rows.Count,
            ["top1_agreement"] = Figure.Of(top1),
            ["top3_overlap"] = Figure.Of(top3),
            ["rank_correlation"] = Figure.Of(rank),
            ["path_rows_per_s"] = Figure.Of(pathRate, 0),
            ["treeshap_rows_per_s"] = Figure.Of(shapRate, 0),
            ["exact_rows_per_s"] = Figure.Of(exactRate, 0),
            ["peer_rows_per_s"] = Figure.Of(peerRate, 0),
            ["exact_ratio"] = Figure.Of(exactRate / peerRate, 2),
            ["additive_error"] = Figure.Of(Math.Max(pathError, shapError), 12),
        };
        var text = $"""
            | figure | value |
            |---|---|
            | strongest family is the same | {Figure.Percent(top1)} |
            | overlap of the three strongest | {Figure.Percent(top3)} |
            | rank correlation over {Families.Length} families | {Figure.Text(rank)} |
            | cheap attribution, rows/s, one thread | {Figure.Text(pathRate, 0)} |
            | exact TreeSHAP, rows/s, one thread | {Figure.Text(shapRate, 0)} |
            | exact, 300 trees of {PeerLeaves} leaves, {PeerRows} rows, rows/s, one thread | {Figure.Text(exactRate, 0)} |
            | XGBoost pred_contribs, the same, rows/s, one thread | {Figure.Text(peerRate, 0)} |
            | ratio of the two | {Figure.Text(exactRate / peerRate, 1)} |
            | largest difference of sum and score | {Math.Max(pathError, shapError):E1} |
            """;
        return new Answer(figures, exactRate / peerRate, text);
    }

    /// <summary>Exact contributions of the train rows, ours and XGBoost's, rows a second on one thread.</summary>
    private static (double Ours, double Peer) BesidePeer(Bench bench)
    {
        var data = DenseRows.Read(bench);
        var trees = TreesPeer.Train(data, PeerLeaves);
        var (matrix, contributions) = (TreesPeer.Matrix(data, PeerRows), new double[data.FeatureCount]);
        for (var i = 0; i < 500; i++) TreeShap.Explain(trees, matrix.AsSpan(i * data.FeatureCount, data.FeatureCount), contributions);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < PeerRows; i++) TreeShap.Explain(trees, matrix.AsSpan(i * data.FeatureCount, data.FeatureCount), contributions);
        var rate = PeerRows / watch.Elapsed.TotalSeconds;
        return (rate, Figure.At(TreesPeer.Ask(bench, "explain", PeerLeaves, PeerRows), "one"));
    }

    /// <summary>Complete rows, fitted columns included.</summary>
    private static List<float[]> Read(Bench bench)
    {
        var (reader, scratch, rows) = (new UrlFeatureReader(ReferenceLists.Embedded), new FeatureScratch(), new List<float[]>());
        foreach (var labelled in bench.Set("calibrate_test").Rows.Take(Rows))
        {
            if (!UrlParser.TryParse(labelled.Url, scratch.Url, out var url, out _)) continue;
            var row = reader.Read(url, scratch);
            bench.Model.Raw(row);
            rows.Add(row.Dense.ToArray());
        }
        return rows;
    }

    private static (List<double[]> Families, double RowsPerSecond, double Error) Explain(BoostedTrees trees, List<float[]> rows, Attribution attribution)
    {
        var (result, error, contributions) = (new List<double[]>(), 0.0, new double[UrlFeatureSchema.Count]);
        foreach (var row in rows.Take(200)) attribution(trees, row, contributions);
        var watch = Stopwatch.StartNew();
        foreach (var row in rows) attribution(trees, row, contributions);
        var rate = rows.Count / watch.Elapsed.TotalSeconds;
        foreach (var row in rows)
        {
            var expected = attribution(trees, row, contributions);
            error = Math.Max(error, Math.Abs(expected + contributions.Sum() - trees.Score(row)));
            var families = new double[Families.Length];
            for (var i = 0; i < contributions.Length; i++) families[FamilyOf[i]] += contributions[i];
            result.Add(families);
        }
        return (result, rate, error);
    }

    private static int[] Order(double[] families) => [.. Enumerable.Range(0, families.Length).OrderByDescending(f => Math.Abs(families[f]))];

    /// <summary>Spearman's rank correlation of the signed contributions.</summary>
    private static double Spearman(double[] a, double[] b)
    {
        var (ra, rb, n) = (Ranks(a), Ranks(b), a.Length);
        var squares = ra.Zip(rb, (x, y) => (double)(x - y) * (x - y)).Sum();
        return 1 - 6 * squares / (n * ((double)n * n - 1));
    }

    private static int[] Ranks(double[] values)
    {
        var ranks = new int[values.Length];
        foreach (var (rank, at) in Enumerable.Range(0, values.Length).OrderBy(i => values[i]).Index()) ranks[at] = rank;
        return ranks;
    }
}
