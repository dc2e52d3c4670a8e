namespace Weir.Learning;

/// <summary>
/// A labelled matrix, column by column: <c>Columns[feature][row]</c>, <see cref="float.NaN"/> = missing. It holds the
/// arrays it is given, without a copy; whoever changes them later changes the data set.
/// </summary>
public sealed class Dataset
{
    /// <summary>Checks the shapes and takes the arrays.</summary>
    /// <param name="featureNames">One name a column.</param>
    /// <param name="columns">One array a feature, each with one value a row.</param>
    /// <param name="labels">0 or 1 a row.</param>
    /// <param name="weights">Finite and not negative, one a row.</param>
    /// <param name="groups">The group of each row (rows of one group stay on one side of a split).</param>
    /// <exception cref="ArgumentException">Shapes that differ, another label, a weight below zero or not finite.</exception>
    public Dataset(string[] featureNames, float[][] columns, byte[] labels, float[] weights, int[] groups)
    {
        Require(featureNames.Length == columns.Length, $"{columns.Length} columns but {featureNames.Length} feature names.");
        Require(weights.Length == labels.Length, $"{labels.Length} labels but {weights.Length} weights.");
        Require(groups.Length == labels.Length, $"{labels.Length} labels but {groups.Length} groups.");
        for (var f = 0; f < columns.Length; f++)
            Require(columns[f].Length == labels.Length, $"{labels.Length} labels but {columns[f].Length} values of {featureNames[f]}.");
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] > 1) throw new ArgumentException($"Row {i} has label {labels[i]}; only 0 and 1 are known.");
            if (!(weights[i] >= 0 && float.IsFinite(weights[i]))) throw new ArgumentException($"Row {i} has weight {weights[i]}.");
        }
        FeatureNames = featureNames;
        Columns = columns;
        Labels = labels;
        Weights = weights;
        Groups = groups;
    }

    /// <summary>How many rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>How many columns.</summary>
    public int FeatureCount => Columns.Length;

    /// <summary>One name a column.</summary>
    public string[] FeatureNames { get; }

    /// <summary><c>Columns[feature][row]</c>.</summary>
    public float[][] Columns { get; }

    /// <summary>0 or 1 a row.</summary>
    public byte[] Labels { get; }

    /// <summary>One weight a row, not negative.</summary>
    public float[] Weights { get; }

    /// <summary>The group of each row.</summary>
    public int[] Groups { get; }

    /// <summary>When each row was first seen, in any unit, <see cref="long.MinValue"/> = unknown; null when no row has a time.</summary>
    /// <exception cref="ArgumentException">Another length than the labels.</exception>
    public long[]? Times
    {
        get;
        init
        {
            Require(value is null || value.Length == Labels.Length, $"{Labels.Length} labels but {value?.Length} times.");
            field = value;
        }
    }

    /// <summary>Copies of the given rows, in the given order.</summary>
    public Dataset Take(int[] rows) => new(
        FeatureNames, Array.ConvertAll(Columns, column => Of(column, rows)), Of(Labels, rows), Of(Weights, rows), Of(Groups, rows))
    {
        Times = Times is null ? null : Of(Times, rows),
    };

    /// <summary>Copies one row, a value a feature.</summary>
    public void Read(int row, Span<float> values)
    {
        for (var f = 0; f < values.Length; f++) values[f] = Columns[f][row];
    }

    private static T[] Of<T>(T[] values, int[] rows)
    {
        var taken = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++) taken[i] = values[rows[i]];
        return taken;
    }

    /// <summary>Log-odds of the weighted rate of label 1, where every fit begins.</summary>
    /// <param name="learner">Begins the sentence of the error.</param>
    /// <exception cref="ArgumentException">Only one class has weight.</exception>
    internal double PriorLogOdds(string learner)
    {
        double positive = 0, negative = 0;
        for (var i = 0; i < Rows; i++)
        {
            if (Labels[i] == 1) positive += Weights[i];
            else negative += Weights[i];
        }
        if (positive > 0 && negative > 0) return Numerics.StableMath.Log(positive / negative);
        throw new ArgumentException(
            $"{learner} need rows of both classes with a weight above 0: there are {Rows} rows, weight {positive} in class 1, {negative} in class 0.");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds) throw new ArgumentException(fault);
    }
}
