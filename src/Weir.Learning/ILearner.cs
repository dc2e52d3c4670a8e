namespace Weir.Learning;

/// <summary>
/// A way to learn a <see cref="IClassifier"/> from dense rows. The parameter record of every such learner is one, so that
/// ensembles and tuning take any of them. The same data and parameters give the same model at any number of threads.
/// </summary>
public interface ILearner
{
    /// <summary>Fits a model.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows that are never learned from; learners that stop early watch them, others ignore them.</param>
    /// <param name="ct">Checked at least once a second or so.</param>
    /// <exception cref="ArgumentException">A parameter is out of range or the rows cannot be learned from; the message says which.</exception>
    public IClassifier Fit(Dataset train, Dataset? validation = null, CancellationToken ct = default);
}
