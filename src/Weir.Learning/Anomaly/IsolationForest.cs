using Weir.Learning.Numerics;

namespace Weir.Learning.Anomaly;

/// <summary>
/// Tells how unlike the training rows a row is (Liu, Ting, Zhou 2008): random cuts set an outlier apart after few steps.
/// It knows no labels. Immutable; any number of threads may score at once.
/// </summary>
public sealed class IsolationForest
{
    private static readonly double Ln2 = StableMath.Log(2);

    internal IsolationForest(IsolationTable table)
    {
        if (!table.Complete()) throw new ArgumentException("These arrays are no trees.");
        Table = table;
    }

    /// <summary>Features of a row.</summary>
    public int FeatureCount => Table.FeatureCount;

    /// <summary>How many trees.</summary>
    public int TreeCount => Table.Starts.Length;

    internal IsolationTable Table { get; }

    /// <summary>The anomaly score in (0, 1): about 0.5 for a row like the others, more for one that is soon set apart.</summary>
    /// <param name="row">One value a feature; a missing one (NaN) counts as the mean.</param>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Score(ReadOnlySpan<float> row)
    {
        if (row.Length != FeatureCount) throw new ArgumentException($"The row has {row.Length} values, the model {FeatureCount} features.");
        return Math.Clamp(StableMath.Exp(-Ln2 * Table.Length(row)), 1e-300, 1 - 1e-15);
    }

    /// <summary>The threshold above which the expected share of scores lies, or less where many scores are equal.</summary>
    /// <param name="scores">Of rows that are as usual as those to be judged; not empty.</param>
    /// <param name="share">Expected share of outliers, 0 to 1.</param>
    /// <exception cref="ArgumentException">No scores, or another share.</exception>
    public static double Threshold(ReadOnlySpan<double> scores, double share)
    {
        if (scores.IsEmpty || !(share is >= 0 and <= 1)) throw new ArgumentException($"No threshold for {scores.Length} scores and a share of {share}.");
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        var above = (int)(share * sorted.Length);
        return above == sorted.Length ? 0 : sorted[^(above + 1)];
    }

    /// <summary>Writes sections <c>prefix.shape</c>, <c>.starts</c> and so on.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<int>(prefix + ".shape", [Table.FeatureCount, Table.TermsOfCut]);
        builder.Add<int>(prefix + ".starts", Table.Starts);
        builder.Add<int>(prefix + ".left", Table.Left);
        builder.Add<double>(prefix + ".value", Table.Value);
        builder.Add<int>(prefix + ".feature", Array.ConvertAll(Table.Terms, term => term.Feature));
        builder.Add<float>(prefix + ".center", Array.ConvertAll(Table.Terms, term => term.Center));
        builder.Add<double>(prefix + ".weight", Array.ConvertAll(Table.Terms, term => term.Weight));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or are no isolation trees.</exception>
    public static IsolationForest Load(ModelFile file, string prefix)
    {
        var shape = file.Get<int>(prefix + ".shape");
        var feature = file.Get<int>(prefix + ".feature");
        var center = file.Get<float>(prefix + ".center");
        var weight = file.Get<double>(prefix + ".weight");
        var fault = file.Fault($"holds a damaged isolation forest in '{prefix}'");
        if (shape.Length != 2 || center.Length != feature.Length || weight.Length != feature.Length) throw fault;
        var table = new IsolationTable
        {
            FeatureCount = shape[0],
            TermsOfCut = shape[1],
            Starts = file.Get<int>(prefix + ".starts"),
            Left = file.Get<int>(prefix + ".left"),
            Value = file.Get<double>(prefix + ".value"),
            Terms = [.. feature.Select((f, i) => new IsolationTerm(f, center[i], weight[i]))],
        };
        return table.Complete() ? new IsolationForest(table) : throw fault;
    }
}
