using System.Globalization;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Learning.Metrics;

namespace Weir.Pipeline.Tables.Training;

/// <summary>Looks at the columns of the training rows: which can be learned from, and what a person should know about them.</summary>
internal static class ColumnQuality
{
    private const int FewValues = 50;
    private const double Leaking = 0.999;
    private const int MostNamed = 20;

    /// <summary>The features that tell rows apart, by their places.</summary>
    public static int[] Useful(TableSchema schema, Dataset train, List<string> warnings)
    {
        int[] missing = [.. Enumerable.Range(0, train.FeatureCount).Where(f => Array.TrueForAll(train.Columns[f], float.IsNaN))];
        int[] constant = [.. Enumerable.Range(0, train.FeatureCount).Except(missing).Where(f => IsConstant(train.Columns[f]))];
        if (missing.Length > 0) warnings.Add($"{Names(schema, missing)}: no value in any row; left out.");
        if (constant.Length > 0) warnings.Add($"{Names(schema, constant)}: the same value in every row; left out.");
        int[] useful = [.. Enumerable.Range(0, train.FeatureCount).Except(missing).Except(constant)];
        int[] leaks = [.. useful.Where(f => Tells(train.Columns[f], train.Labels) >= Leaking)];
        if (leaks.Length > 0)
            warnings.Add($"{Names(schema, leaks)} alone {(leaks.Length == 1 ? "tells" : "tell")} the target of nearly every row: a copy of the target, or made from it? If so, make {(leaks.Length == 1 ? "it" : "them")} 'ignored' in the schema; the figures below mean nothing.");
        return useful;
    }

    private static bool IsConstant(float[] column)
    {
        foreach (var value in column)
            if (!value.Equals(column[0])) return false;
        return true;
    }

    /// <summary>How well the column alone tells the label, 0.5 to 1.</summary>
    private static double Tells(float[] column, byte[] labels)
    {
        var counts = new Dictionary<float, (int Zeros, int Ones)>();
        for (var i = 0; i < column.Length && counts.Count <= FewValues; i++)
        {
            var (zeros, ones) = counts.GetValueOrDefault(column[i]);
            counts[column[i]] = labels[i] == 0 ? (zeros + 1, ones) : (zeros, ones + 1);
        }

        if (counts.Count <= FewValues) return (double)counts.Values.Sum(count => Math.Max(count.Zeros, count.Ones)) / column.Length;
        var auc = RankingMetrics.RocAuc(Array.ConvertAll(column, value => float.IsNaN(value) ? 0.0 : value), labels);
        return Math.Max(auc, 1 - auc);
    }

    private static string Names(TableSchema schema, int[] features) =>
        string.Join(", ", features.Take(MostNamed).Select(f => schema.Features[f].Name)) + (features.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {features.Length - MostNamed} more") : "");
}
