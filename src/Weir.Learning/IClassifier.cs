namespace Weir.Learning;

/// <summary>A fitted two-class model over dense rows. Immutable: any number of threads may score at once.</summary>
public interface IClassifier
{
    /// <summary>How many values a row has.</summary>
    public int FeatureCount { get; }

    /// <summary>Raw log-odds of label 1, not calibrated. The row has one value a feature, NaN = missing.</summary>
    public double Score(ReadOnlySpan<float> row);

    /// <summary>Scores many rows that lie one after the other; every score is that of the single row to the last bit.</summary>
    /// <param name="rows"><c>scores.Length</c> x <see cref="FeatureCount"/> values.</param>
    /// <param name="scores">Takes the raw log-odds.</param>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = Score(rows.Slice(i * FeatureCount, FeatureCount));
    }

    /// <summary>Writes its sections, all named <c>prefix.…</c>; the learner's own <c>Load</c> reads them back.</summary>
    public void Save(ModelFileBuilder builder, string prefix);
}
