namespace Weir.Learning.Forests;

/// <summary>What makes one split of a classification tree better than another.</summary>
public enum SplitCriterion
{
    /// <summary>The fall of the Gini impurity (Breiman et al. 1984).</summary>
    Gini,

    /// <summary>The fall of the entropy.</summary>
    Entropy,
}
