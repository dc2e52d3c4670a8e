namespace Weir.Learning.Preparation;

/// <summary>What a missing number becomes.</summary>
public enum Imputation
{
    /// <summary>It stays missing (NaN), for learners that know what to do with it, as trees do.</summary>
    None = 0,

    /// <summary>The mean of the column in training.</summary>
    Mean = 1,

    /// <summary>The median of the column in training.</summary>
    Median = 2,

    /// <summary>The most frequent value in training, the smallest of several.</summary>
    Mode = 3,

    /// <summary>A constant.</summary>
    Constant = 4,

    /// <summary>What the nearest rows have, see <see cref="KnnImputer"/>.</summary>
    Knn = 5,
}
