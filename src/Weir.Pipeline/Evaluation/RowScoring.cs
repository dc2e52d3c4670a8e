namespace Weir.Pipeline.Evaluation;

/// <summary>Scores rows on several threads; the result does not depend on their number.</summary>
public static class RowScoring
{
    private const int Threads = 2;
    private const int BlockRows = 2_000;

    /// <summary>One score a URL; a URL that the model cannot read scores 0: it would not be stopped.</summary>
    public static double[] Score(ScoringModel model, IReadOnlyList<string> urls, CancellationToken ct = default)
    {
        var scores = new double[urls.Count];
        var blocks = (urls.Count + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = ct }, model.NewScorer,
            (block, _, scorer) =>
            {
                for (var i = block * BlockRows; i < Math.Min(urls.Count, (block + 1) * BlockRows); i++)
                {
                    var score = scorer(urls[i]);
                    scores[i] = double.IsNaN(score) ? 0 : score;
                }

                return scorer;
            },
            _ => { });
        return scores;
    }
}
