using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Learning.Trees;

namespace Weir.Benchmarks;

/// <summary>Rows a second through 300 boosted trees beside XGBoost, on one thread and on two.</summary>
internal sealed class TreesPredictQuestion : IQuestion
{
    private const int Passes = 5;
    private const int Chunk = 8_192;
    private const int SingleRows = 20_000;

    public string Name => "trees-predict";

    public string About => "Rows a second through 300 trees beside XGBoost, from a float32 matrix in memory, one thread and two";

    /// <summary><c>--rows N</c> scores fewer rows than a million.</summary>
    public Answer Ask(Bench bench)
    {
        var count = int.Parse(bench.Value("--rows") ?? "1000000", CultureInfo.InvariantCulture);
        var data = DenseRows.Read(bench);
        var matrix = TreesPeer.Matrix(data, count);
        var figures = new JsonObject { ["rows"] = count, ["features"] = data.FeatureCount, ["trees"] = TreesPeer.Trees };
        var (worst, text) = (double.PositiveInfinity, "| leaves | threads | rows/s, ours | rows/s, XGBoost | ratio | one row alone, us |\n|---|---|---|---|---|---|\n");
        foreach (var leaves in new[] { 31, 63, 255 })
        {
            bench.Say($"trees of {leaves} leaves");
            var trees = TreesPeer.Train(data, leaves);
            var single = Single(trees, matrix, data.FeatureCount);
            // The peer's threads end with its process; ours are asked before and after, so that a busy minute harms both alike.
            var (one, two) = (Rate(trees, matrix, count, 1), Rate(trees, matrix, count, 2));
            var peer = TreesPeer.Ask(bench, "predict", leaves, count);
            (one, two) = (Math.Max(one, Rate(trees, matrix, count, 1)), Math.Max(two, Rate(trees, matrix, count, 2)));
            var of = new JsonObject { ["leaves"] = Figure.Of(trees.Table.Feature.Count(f => f < 0) / (double)trees.TreeCount, 1), ["peer_leaves"] = Figure.Of(Figure.At(peer, "leaves"), 1) };
            foreach (var (threads, rate) in new[] { ("one", one), ("two", two) })
            {
                var peerRate = Figure.At(peer, threads);
                (of[threads], of["peer_" + threads], of["ratio_" + threads]) = (Figure.Of(rate, 0), Figure.Of(peerRate, 0), Figure.Of(rate / peerRate, 2));
                worst = Math.Min(worst, rate / peerRate);
                text += $"| {leaves} | {threads} | {Figure.Text(rate, 0)} | {Figure.Text(peerRate, 0)} ({peer["method"]}) | {Figure.Text(rate / peerRate, 1)} | {(threads == "one" ? Figure.Text(single / 1000, 2) : "")} |\n";
            }
            of["single_ns"] = Figure.Of(single, 0);
            figures[$"leaves{leaves}"] = of;
        }
        return new Answer(figures, worst, text + "\nThe ratio kept is the worst.");
    }

    /// <summary>The best of some passes.</summary>
    private static double Rate(BoostedTrees trees, float[] matrix, int count, int threads)
    {
        var (scores, best) = (new double[count], double.PositiveInfinity);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        for (var pass = 0; pass < Passes; pass++)
        {
            var watch = Stopwatch.StartNew();
            if (threads == 1) trees.Score(matrix, scores);
            else Parallel.For(0, (count + Chunk - 1) / Chunk, options, c =>
            {
                var part = scores.AsSpan(c * Chunk, Math.Min(Chunk, count - c * Chunk));
                trees.Score(matrix.AsSpan(c * Chunk * trees.FeatureCount, part.Length * trees.FeatureCount), part);
            });
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return count / best;
    }

    /// <summary>Nanoseconds of a row that comes alone, the best of some passes.</summary>
    private static double Single(BoostedTrees trees, float[] matrix, int features)
    {
        var (best, rows, sum) = (double.PositiveInfinity, Math.Min(SingleRows, matrix.Length / features), 0.0);
        for (var pass = 0; pass < 4 * Passes; pass++)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < rows; i++) sum += trees.Score(matrix.AsSpan(i * features, features));
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / rows);
        }
        return double.IsFinite(sum) ? best : double.NaN;
    }
}
