namespace Weir.Learning;

/// <summary>A fitted two-class model over dense rows.</summary>
public interface IClassifier
{
    /// <summary>Raw log-odds of label 1, not calibrated. The row has one value a feature, NaN = missing.</summary>
    public double Score(ReadOnlySpan<float> row);
}
