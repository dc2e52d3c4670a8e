using System.Diagnostics;

namespace Weir.Pipeline.Evaluation;

/// <summary>How long a model takes for a URL, on one thread.</summary>
internal static class ScoringSpeed
{
    private const int BlockRows = 300;
    private const int Blocks = 8;

    /// <summary>Microseconds a URL, the best of several passes over some of the rows: what else the machine does only slows a pass down.</summary>
    public static double Microseconds(ScoringModel model, IReadOnlyList<EvaluationRow> rows)
    {
        var urls = rows.Take(BlockRows).Select(row => row.Url.Url).ToArray();
        if (urls.Length == 0) return double.NaN;
        var (scorer, best) = (model.NewScorer(), double.MaxValue);
        for (var block = 0; block < Blocks; block++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var url in urls) scorer(url);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return best / urls.Length;
    }
}
