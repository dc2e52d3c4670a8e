namespace Weir.Learning;

/// <summary>Scores the rows of a data set on several threads; the result does not depend on their number.</summary>
public static class DatasetScoring
{
    private const int BlockRows = 512;

    /// <summary>The raw log-odds of all rows, or of the given ones in their order.</summary>
    /// <exception cref="ArgumentException">The model has another number of features.</exception>
    public static double[] Scores(this IClassifier model, Dataset data, int[]? rows = null, CancellationToken ct = default)
    {
        if (model.FeatureCount != data.FeatureCount)
            throw new ArgumentException($"The rows have {data.FeatureCount} features, the model {model.FeatureCount}.");
        var scores = new double[rows?.Length ?? data.Rows];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct };
        Parallel.For(0, (scores.Length + BlockRows - 1) / BlockRows, options, () => new float[BlockRows * data.FeatureCount], (block, _, buffer) =>
        {
            var part = scores.AsSpan(block * BlockRows, Math.Min(BlockRows, scores.Length - block * BlockRows));
            for (var i = 0; i < part.Length; i++)
            {
                var at = block * BlockRows + i;
                data.Read(rows is null ? at : rows[at], buffer.AsSpan(i * data.FeatureCount, data.FeatureCount));
            }
            model.Score(buffer.AsSpan(0, part.Length * data.FeatureCount), part);
            return buffer;
        }, _ => { });
        return scores;
    }
}
