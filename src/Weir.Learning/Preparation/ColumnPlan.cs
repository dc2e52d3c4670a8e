namespace Weir.Learning.Preparation;

/// <summary>What the values of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Measured numbers.</summary>
    Numeric = 0,

    /// <summary>Few levels in an order, such as -1, 0, 1: numbers, whose holes become a level that occurs.</summary>
    Ordinal = 1,

    /// <summary>Names without an order.</summary>
    Category = 2,
}

/// <summary>How a category becomes numbers.</summary>
public enum CategoryEncoding
{
    /// <summary>A column of 0 and 1 for each category that is frequent enough.</summary>
    OneHot = 0,

    /// <summary>The smoothed log-odds of label 1; for training rows as the other folds tell it.</summary>
    Target = 1,
}

/// <summary>What becomes of a category that one-hot encoding has no column for: one that is rare in training or was never seen.</summary>
public enum UnknownCategory
{
    /// <summary>It counts in a column "other", if training had rare ones to learn that from; else as <see cref="Zeros"/>.</summary>
    Other = 0,

    /// <summary>All columns are 0.</summary>
    Zeros = 1,
}

/// <summary>How one column of a table is prepared.</summary>
/// <param name="Name">As in <see cref="RawColumn.Name"/>.</param>
/// <param name="Kind">What its values are.</param>
public sealed record ColumnPlan(string Name, ColumnKind Kind)
{
    /// <summary>What its missing numbers become; null (default) = as for all columns of its kind.</summary>
    public Imputation? Imputation { get; init; }

    /// <summary>How its categories become numbers; null (default) = as for all columns.</summary>
    public CategoryEncoding? Encoding { get; init; }
}

/// <summary>A column of prepared rows.</summary>
/// <param name="Name">Such as <c>age</c>, <c>age missing</c>, <c>country=de</c>, <c>country other</c>.</param>
/// <param name="Source">The column that it comes from: an index into <see cref="Preparer.Columns"/>.</param>
public sealed record OutputColumn(string Name, int Source);
