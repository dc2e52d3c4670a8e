using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>The rate of label 1 by category code, a table a column; codes that were never seen have the overall rate.</summary>
/// <param name="columns">The columns that hold categories.</param>
/// <param name="codes">By column, ascending.</param>
/// <param name="rates">By column, one a code.</param>
/// <param name="overall">Rate of unknown codes.</param>
internal sealed class TargetEncoding(int[] columns, float[][] codes, float[][] rates, float overall)
{
    public int[] Columns { get; } = columns;

    public float[][] Codes { get; } = codes;

    public float[][] Rates { get; } = rates;

    public float Overall { get; } = overall;

    public static TargetEncoding Fit(Dataset data, CategoricalTreesParameters p)
    {
        var overall = Rate(data);
        var sums = p.Columns.Select(c => Sums(data, c, 1, _ => 0)[0]).ToArray();
        return new TargetEncoding(
            [.. p.Columns], [.. sums.Select(s => s.Keys.Order().ToArray())],
            [.. sums.Select(s => s.OrderBy(e => e.Key).Select(e => Smoothed(e.Value, overall, p.Smoothing)).ToArray())], (float)overall);
    }

    /// <summary>Replaces the codes in a row by their rates.</summary>
    public void Encode(Span<float> row)
    {
        for (var i = 0; i < Columns.Length; i++) row[Columns[i]] = RateOf(i, row[Columns[i]]);
    }

    /// <summary>The same for all rows of data that was not learned from.</summary>
    public Dataset Encode(Dataset data) => With(data, (i, column) => Array.ConvertAll(column, code => RateOf(i, code)));

    /// <summary>The training rows, each with the rates that the other folds give its categories.</summary>
    public Dataset OutOfFold(Dataset data, CategoricalTreesParameters p)
    {
        // Without groups every row is one of its own.
        var isGrouped = data.Groups.Distinct().Skip(1).Any();
        int Fold(int row) => (int)(SplitMix64.Mix((ulong)(isGrouped ? data.Groups[row] : row), p.Trees.Seed) % (ulong)p.Folds);
        var overall = Rate(data);
        return With(data, (i, column) =>
        {
            var folds = Sums(data, Columns[i], p.Folds, Fold);
            var all = Sums(data, Columns[i], 1, _ => 0)[0];
            return [.. column.Select((code, row) =>
            {
                if (float.IsNaN(code)) return code;
                var (own, total) = (folds[Fold(row)][code], all[code]);
                return Smoothed((total.Positive - own.Positive, total.Weight - own.Weight), overall, p.Smoothing);
            })];
        });
    }

    private Dataset With(Dataset data, Func<int, float[], float[]> encode)
    {
        var encoded = data.Columns.ToArray();
        for (var i = 0; i < Columns.Length; i++) encoded[Columns[i]] = encode(i, data.Columns[Columns[i]]);
        return new Dataset(data.FeatureNames, encoded, data.Labels, data.Weights, data.Groups) { Times = data.Times };
    }

    private float RateOf(int i, float code)
    {
        if (float.IsNaN(code)) return code;
        // -0 and +0 are one code.
        var at = Array.BinarySearch(Codes[i], code + 0f);
        return at >= 0 ? Rates[i][at] : Overall;
    }

    private static Dictionary<float, (double Positive, double Weight)>[] Sums(Dataset data, int column, int folds, Func<int, int> fold)
    {
        var sums = new Dictionary<float, (double Positive, double Weight)>[folds];
        for (var f = 0; f < folds; f++) sums[f] = [];
        for (var row = 0; row < data.Rows; row++)
        {
            var code = data.Columns[column][row] + 0f;
            if (float.IsNaN(code)) continue;
            var of = sums[fold(row)];
            var (positive, weight) = of.GetValueOrDefault(code);
            of[code] = (positive + data.Weights[row] * data.Labels[row], weight + data.Weights[row]);
        }
        return sums;
    }

    private static float Smoothed((double Positive, double Weight) sum, double overall, double smoothing) =>
        (float)((Math.Max(0, sum.Positive) + smoothing * overall) / (Math.Max(0, sum.Weight) + smoothing));

    private static double Rate(Dataset data)
    {
        double positive = 0, weight = 0;
        for (var row = 0; row < data.Rows; row++)
        {
            positive += data.Weights[row] * data.Labels[row];
            weight += data.Weights[row];
        }
        return weight > 0 ? positive / weight : 0;
    }
}
