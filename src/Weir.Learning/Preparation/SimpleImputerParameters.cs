namespace Weir.Learning.Preparation;

/// <summary>How <see cref="SimpleImputer"/> fills holes; as scikit-learn's SimpleImputer does.</summary>
public sealed record SimpleImputerParameters
{
    /// <summary>Mean (default), median, mode or constant; the nearest rows are the business of <see cref="KnnImputer"/>.</summary>
    public Imputation Strategy { get; init; } = Imputation.Mean;

    /// <summary>What holes become when the strategy is a constant; finite. Default 0.</summary>
    public double Constant { get; init; }

    /// <summary>Whether each column that has a hole in training gets a column of 1 (was a hole) and 0 behind all others. Default false.</summary>
    public bool Indicators { get; init; }

    /// <summary>Whether a column without any value in training is kept, as zeros (or the constant), or left out (default).</summary>
    public bool KeepEmpty { get; init; }

    /// <summary>Learns what each column's holes become.</summary>
    /// <param name="columns"><c>columns[column][row]</c>; NaN and infinite values are holes.</param>
    /// <exception cref="ArgumentException">A parameter is out of range; the message says which.</exception>
    public SimpleImputer Fit(double[][] columns)
    {
        if (Strategy is Imputation.None or Imputation.Knn || !Enum.IsDefined(Strategy))
            throw new ArgumentException($"Strategy {Strategy} is none of mean, median, mode and constant.");
        if (!double.IsFinite(Constant)) throw new ArgumentException("Constant is not finite.");
        var present = Array.ConvertAll(columns, column => Array.FindAll(column, double.IsFinite));
        var empty = Strategy == Imputation.Constant ? Constant : 0;
        return new SimpleImputer(
            Array.ConvertAll(present, values => values.Length == 0 ? empty : Of(values)),
            [.. Enumerable.Range(0, columns.Length).Where(c => KeepEmpty || present[c].Length > 0)],
            [.. Enumerable.Range(0, columns.Length).Where(c => Indicators && present[c].Length < columns[c].Length)]);
    }

    private double Of(double[] values)
    {
        Array.Sort(values);
        return Strategy switch
        {
            Imputation.Mean => Mean(values),
            Imputation.Median => Median(values),
            Imputation.Mode => Mode(values),
            _ => Constant,
        };
    }

    private static double Mean(double[] sorted)
    {
        var (sum, scale) = (0.0, 1.0);
        if (sorted.Length * Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1])) is double.PositiveInfinity) scale = sorted.Length;
        foreach (var value in sorted) sum += value / scale;
        return sum / (sorted.Length / scale);
    }

    private static double Median(double[] sorted)
    {
        var (low, high) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return low == high ? low : low / 2 + high / 2;
    }

    private static double Mode(double[] sorted)
    {
        var (best, most) = (sorted[0], 0);
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from];) to++;
            if (to - from > most) (best, most) = (sorted[from], to - from);
        }
        return best;
    }
}
