using Weir.Learning.Explaining;

namespace Weir.Learning.Trees;

/// <summary>
/// Gradient-boosted trees for two classes. Immutable; any number of threads may score at once. The row has the training
/// data's features in the training data's order.
/// </summary>
public sealed class BoostedTrees : IClassifier, IExplained
{
    // Made when first asked for; two threads that ask at once make the same twice.
    private TreeScorer? _scorer;
    private ShapTable? _shap;
    private PathTable? _paths;

    internal BoostedTrees(TreeTable table, double[] importance)
    {
        if (!table.Complete()) throw new ArgumentException("These arrays are no trees.");
        Table = table;
        Importance = importance;
    }

    /// <summary>Features of a row.</summary>
    public int FeatureCount => Table.FeatureCount;

    /// <summary>How many trees.</summary>
    public int TreeCount => Table.Starts.Length;

    /// <summary>Total gain of all splits on each feature.</summary>
    public double[] Importance { get; }

    internal TreeTable Table { get; }

    internal TreeScorer Scorer => _scorer ??= new TreeScorer(Table);

    internal ShapTable Shap => _shap ??= new ShapTable(Table);

    internal PathTable Paths => _paths ??= new PathTable(Table, Scorer.Order);

    /// <summary>Raw log-odds. Missing (NaN) values go to the side learned for them. No allocation up to 512 features.</summary>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Score(ReadOnlySpan<float> row)
    {
        if (row.Length != FeatureCount) throw new ArgumentException($"The row has {row.Length} values, the model {FeatureCount} features.");
        return Scorer.Score(row);
    }

    /// <summary>Scores many rows that lie one after the other, sixty-four at a time; each to the last bit as by itself.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="FeatureCount"/> values for each score.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        if (rows.Length != (long)FeatureCount * scores.Length)
            throw new ArgumentException($"{rows.Length} values are not {scores.Length} rows of {FeatureCount} features.");
        Scorer.Score(rows, scores);
    }

    /// <summary>Exact Shapley values (<see cref="TreeShap"/>).</summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions) => TreeShap.Explain(this, row, contributions);

    /// <summary>Writes sections <c>prefix.starts</c>, <c>.feature</c> and so on.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => TreeFile.Save(this, builder, prefix);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or are no trees.</exception>
    public static BoostedTrees Load(ModelFile file, string prefix) => TreeFile.Load(file, prefix);

    /// <summary>The same trees over wider or reordered rows: feature i is read from column <c>columns[i]</c>.</summary>
    /// <exception cref="ArgumentException">There is not one column a feature, all different and below <paramref name="featureCount"/>.</exception>
    public BoostedTrees Over(ReadOnlySpan<int> columns, int featureCount)
    {
        if (columns.Length != FeatureCount) throw new ArgumentException($"{columns.Length} columns for {FeatureCount} features.");
        var importance = new double[featureCount];
        var taken = new bool[featureCount];
        for (var i = 0; i < columns.Length; i++)
        {
            if ((uint)columns[i] >= (uint)featureCount || taken[columns[i]]) throw new ArgumentException($"Column {columns[i]} is taken or beyond {featureCount}.");
            taken[columns[i]] = true;
            importance[columns[i]] = Importance[i];
        }
        return new BoostedTrees(Table.Over(columns, featureCount), importance);
    }
}
