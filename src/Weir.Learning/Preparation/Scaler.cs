namespace Weir.Learning.Preparation;

/// <summary>
/// Brings columns to one scale, value by value: (value - center) / scale, as scikit-learn's StandardScaler, MinMaxScaler and
/// RobustScaler define them. Missing values (NaN) tell nothing and stay missing; a constant column is only moved. Immutable.
/// </summary>
public sealed class Scaler
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly double[] _centers;
    private readonly double[] _scales;

    private Scaler(double[] centers, double[] scales) => (_centers, _scales) = (centers, scales);

    /// <summary>How many columns.</summary>
    public int ColumnCount => _centers.Length;

    /// <summary>What is taken from each column.</summary>
    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>What each column is then divided by; above 0.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>Learns the scale of each column from training rows.</summary>
    /// <param name="columns"><c>columns[column][row]</c>; NaN and infinite values are left out.</param>
    /// <param name="scaling">Which scale.</param>
    public static Scaler Fit(double[][] columns, Scaling scaling)
    {
        var (centers, scales) = (new double[columns.Length], new double[columns.Length]);
        for (var c = 0; c < columns.Length; c++) (centers[c], scales[c]) = FitColumn(Array.FindAll(columns[c], double.IsFinite), scaling);
        return new Scaler(centers, scales);
    }

    /// <summary>The value on the common scale.</summary>
    public double Apply(int column, double value) => (value - _centers[column]) / _scales[column];

    /// <summary>Copies of all columns on the common scale.</summary>
    /// <exception cref="ArgumentException">Another number of columns.</exception>
    public double[][] Transform(double[][] columns)
    {
        if (columns.Length != ColumnCount) throw new ArgumentException($"There are {columns.Length} columns, the scaler has {ColumnCount}.", nameof(columns));
        return [.. columns.Select((column, c) => Array.ConvertAll(column, value => Apply(c, value)))];
    }

    /// <summary>Writes the sections <c>prefix.centers</c> and <c>prefix.scales</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<double>(prefix + ".centers", _centers);
        builder.Add<double>(prefix + ".scales", _scales);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static Scaler Load(ModelFile file, string prefix)
    {
        var (centers, scales) = (file.Get<double>(prefix + ".centers"), file.Get<double>(prefix + ".scales"));
        return centers.Length == scales.Length && Array.TrueForAll(centers, double.IsFinite) && Array.TrueForAll(scales, s => s > 0 && double.IsFinite(s))
            ? new Scaler(centers, scales)
            : throw file.Fault($"holds a damaged scale in '{prefix}'");
    }

    private static (double Center, double Scale) FitColumn(double[] values, Scaling scaling)
    {
        if (values.Length == 0 || scaling == Scaling.None) return (0, 1);
        Array.Sort(values);
        var (center, scale) = scaling switch
        {
            Scaling.Standard => Moments(values),
            Scaling.MinMax => (values[0], values[^1] - values[0]),
            Scaling.Robust => (Quantile(values, 0.5), Quantile(values, 0.75) - Quantile(values, 0.25)),
            _ => throw new ArgumentOutOfRangeException(nameof(scaling), scaling, "This scaling is not known."),
        };
        // Numbers near the end of the range have no finite spread; they stay as they are.
        if (!double.IsFinite(center) || !double.IsFinite(scale)) return (0, 1);
        return (center, scale < 10 * Epsilon ? 1 : scale);
    }

    private static (double Center, double Scale) Moments(double[] values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values) sum += value;
        var mean = sum / values.Length;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        var variance = squares / values.Length;
        // scikit-learn's bound of what rounding alone may leave of a constant column.
        var rounding = values.Length * mean * Epsilon;
        var isConstant = variance <= values.Length * Epsilon * variance + rounding * rounding;
        return (mean, isConstant ? 1 : Math.Sqrt(variance));
    }

    /// <summary>A quantile of sorted numbers, between two of them by their distance, as NumPy's default.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var low = (int)at;
        return low + 1 == sorted.Length ? sorted[low] : sorted[low] + (sorted[low + 1] - sorted[low]) * (at - low);
    }
}
