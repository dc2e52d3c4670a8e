namespace Weir.Learning.Preparation;

/// <summary>How a table becomes a dense matrix. Everything is learned from training rows alone.</summary>
public sealed record PreparerParameters
{
    /// <summary>The columns to take, in this order; names are unique. Others in the table are left aside.</summary>
    public required IReadOnlyList<ColumnPlan> Columns { get; init; }

    /// <summary>What missing numbers of numeric columns become. Default: the median.</summary>
    public Imputation Numbers { get; init; } = Imputation.Median;

    /// <summary>What missing numbers of ordinal columns become. Default: the mode.</summary>
    public Imputation Ordinals { get; init; } = Imputation.Mode;

    /// <summary>The constant of <see cref="Imputation.Constant"/>, finite. Default 0.</summary>
    public double Constant { get; init; }

    /// <summary>
    /// How holes are filled by the nearest rows, over all columns that ask for it, on the scale of <see cref="Scaling"/>. Default:
    /// five neighbours among at most 20,000 kept rows.
    /// </summary>
    public KnnImputerParameters Knn { get; init; } = new() { MostDonors = 20_000 };

    /// <summary>Whether a column of numbers with holes in training gets a column that tells of them. Default true.</summary>
    public bool Indicators { get; init; } = true;

    /// <summary>The scale of numeric and ordinal columns, learned from the values that are there. Default: none.</summary>
    public Scaling Scaling { get; init; } = Scaling.None;

    /// <summary>How categories become numbers. Default: one-hot. A missing value is a category of its own.</summary>
    public CategoryEncoding Categories { get; init; } = CategoryEncoding.OneHot;

    /// <summary>Most one-hot columns of a column, the most frequent categories first, 1 to 1,000. Default 50.</summary>
    public int MostCategories { get; init; } = 50;

    /// <summary>Rows in training that a category needs for a column of its own, 1 or more. Default 5.</summary>
    public int MinCategoryRows { get; init; } = 5;

    /// <summary>What a category without a column becomes. Default: "other".</summary>
    public UnknownCategory Unknown { get; init; } = UnknownCategory.Other;

    /// <summary>Weight, in rows, of the overall rate in that of a category when it is encoded by its target, above 0. Default 10.</summary>
    public double Smoothing { get; init; } = 10;

    /// <summary>Folds by which training rows are encoded by their target, 2 to 100; rows of one group share a fold. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed of these folds. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Learns from training rows and prepares them.</summary>
    /// <param name="train">Columns of one length with the names of <see cref="Columns"/>, in any order.</param>
    /// <param name="labels">0 or 1 a row.</param>
    /// <param name="weights">One a row, 0 or more; empty means 1.</param>
    /// <param name="groups">Rows of one group are never told by one another's label; empty = each row is one of its own.</param>
    /// <param name="ct">Checked between columns and while holes are filled.</param>
    /// <exception cref="ArgumentException">A parameter is out of range, a column is missing, or lengths differ; the message names every fault.</exception>
    public PreparedRows Fit(IReadOnlyList<RawColumn> train, byte[] labels, float[] weights, int[] groups, CancellationToken ct = default)
    {
        Check(labels, weights, groups);
        return new PreparerFit(this, Preparer.Find(Columns, train), labels, weights, groups).Run(ct);
    }

    private void Check(byte[] labels, float[] weights, int[] groups)
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Columns.Count > 0, "No column is named.");
        Need(Columns.DistinctBy(c => c.Name).Count() == Columns.Count, "Columns names one twice.");
        Need(Enum.IsDefined(Numbers) && Enum.IsDefined(Ordinals) && Columns.All(c => c.Imputation is not { } i || Enum.IsDefined(i)), "An imputation is not known.");
        Need(Enum.IsDefined(Scaling), $"Scaling {(int)Scaling} is not known.");
        Need(Enum.IsDefined(Categories) && Columns.All(c => c.Encoding is not { } e || Enum.IsDefined(e)), "An encoding of categories is not known.");
        Need(Enum.IsDefined(Unknown), $"Unknown {(int)Unknown} is not known.");
        Need(Columns.All(c => Enum.IsDefined(c.Kind)), "A kind of column is not known.");
        Need(double.IsFinite(Constant), "Constant is not finite.");
        Need(MostCategories is >= 1 and <= 1000, $"MostCategories {MostCategories} is not in 1 .. 1000.");
        Need(MinCategoryRows >= 1, $"MinCategoryRows {MinCategoryRows} is below 1.");
        Need(Smoothing > 0 && double.IsFinite(Smoothing), "Smoothing is not above 0.");
        Need(Folds is >= 2 and <= 100, $"Folds {Folds} is not in 2 .. 100.");
        Need(labels.Length > 0, "There are no rows.");
        Need(weights.Length == 0 || weights.Length == labels.Length, $"There are {labels.Length} labels and {weights.Length} weights.");
        Need(groups.Length == 0 || groups.Length == labels.Length, $"There are {labels.Length} labels and {groups.Length} groups.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}

/// <summary>What was learned from training rows, and these rows prepared.</summary>
/// <param name="Preparer">Prepares further rows.</param>
/// <param name="Columns">The training rows, <c>Columns[output][row]</c>: as <see cref="Preparer.Transform"/> gives them, but for
/// categories encoded by their target, which no row learns from its own fold.</param>
public sealed record PreparedRows(Preparer Preparer, float[][] Columns);
