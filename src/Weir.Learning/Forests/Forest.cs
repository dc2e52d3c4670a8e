using Weir.Learning.Explaining;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Forests;

/// <summary>
/// A decision tree, or trees that vote: the probability is the mean of the leaves' shares of label 1, the score its
/// log-odds. Immutable; any number of threads may score at once.
/// </summary>
public sealed class Forest : IClassifier, IExplained
{
    private readonly BoostedTrees _votes;

    /// <param name="votes">Trees whose leaves are shares of label 1 divided by the number of trees.</param>
    internal Forest(BoostedTrees votes) => _votes = votes;

    /// <inheritdoc/>
    public int FeatureCount => _votes.FeatureCount;

    /// <summary>How many trees.</summary>
    public int TreeCount => _votes.TreeCount;

    /// <summary>Total fall of impurity by all splits on each feature, as a share of all.</summary>
    public double[] Importance => _votes.Importance;

    internal TreeTable Table => _votes.Table;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Score(ReadOnlySpan<float> row) => LogOdds(_votes.Score(row));

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        ((IClassifier)_votes).Score(rows, scores);
        foreach (ref var score in scores) score = LogOdds(score);
    }

    /// <summary>The Shapley values of the share of votes, brought to log-odds in proportion.</summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions) =>
        Composition.Explain([_votes], shares => LogOdds(shares[0]), row, contributions);

    /// <summary>Writes the sections of trees.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => _votes.Save(builder, prefix);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing, are no trees, or their leaves are no shares.</exception>
    public static Forest Load(ModelFile file, string prefix)
    {
        var votes = BoostedTrees.Load(file, prefix);
        // A leaf of the largest model has a ten-thousandth of the vote; the mean of all leaves is what every leaf is bounded by.
        var isVote = votes.TreeCount > 0 && votes.Table.Bias == 0 && Array.TrueForAll(votes.Table.Value, v => v >= 0 && v * votes.TreeCount <= 1);
        return isVote ? new Forest(votes) : throw file.Fault($"holds trees in '{prefix}' that are no forest");
    }

    private static double LogOdds(double share) => StableMath.Logit(Math.Clamp(share, 1e-12, 1 - 1e-12));
}
