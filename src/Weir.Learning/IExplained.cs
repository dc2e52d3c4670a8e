namespace Weir.Learning;

/// <summary>A model whose score is a sum of contributions of the features.</summary>
public interface IExplained
{
    /// <summary>Fills one contribution (in log-odds) a feature and returns the expected score; together they are the score.</summary>
    /// <exception cref="ArgumentException">A span has another length than the model's feature count.</exception>
    /// <exception cref="NotSupportedException">A part of the model cannot be explained; the message names it.</exception>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions);
}
