using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Training;

/// <summary>Finds columns that are the target over again: each of few values stands on one side in every row, and every row has one. What merely tells a lot is none.</summary>
internal sealed class TargetCopies
{
    /// <summary>With fewer rows a column may agree by chance.</summary>
    public const int LeastRows = 50;

    private readonly TableSchema _schema;
    private readonly int _mostValues;
    private readonly Dictionary<int, Dictionary<float, bool>> _alive;
    private long _rows;

    public TargetCopies(TableSchema schema)
    {
        _schema = schema;
        _mostValues = schema.Target.Phishing.Count + schema.Target.Benign.Count;
        _alive = Enumerable.Range(0, schema.Features.Count).ToDictionary(feature => feature, _ => new Dictionary<float, bool>());
    }

    /// <summary>The columns that agreed in all rows so far.</summary>
    public IReadOnlyList<string> Names => _rows < LeastRows ? [] :
        [.. _alive.Where(one => one.Value.ContainsValue(true) && one.Value.ContainsValue(false)).OrderBy(one => one.Key).Select(one => _schema.Features[one.Key].Name)];

    /// <summary>Columns of a model that copy the target in the rows that it learned from and in those that it is judged on.</summary>
    public static IReadOnlyList<string> Of(TableModel model, JudgedRows rows)
    {
        var (copies, features) = (new TargetCopies(model.Schema) { _rows = model.Manifest.Rows }, model.Schema.Features.Count);
        for (var feature = 0; feature < features; feature++)
        {
            var name = model.Schema.Features[feature].Name;
            if (model.Manifest.Columns.FirstOrDefault(column => column.Name == name) is { } counts && copies.Learned(feature, counts, model.Manifest.Rows)) continue;
            copies._alive.Remove(feature);
        }

        for (var i = 0; i < rows.Labels.Length; i++) copies.Take(rows.Values.AsSpan(i * features, features), rows.Labels[i] == 1);
        return copies.Names;
    }

    /// <summary>Takes a row.</summary>
    public void Take(ReadOnlySpan<float> values, bool isPhishing)
    {
        _rows++;
        if (_alive.Count == 0) return;
        List<int>? gone = null;
        foreach (var (feature, sides) in _alive)
            if (!Agrees(sides, values[feature], isPhishing)) (gone ??= []).Add(feature);
        foreach (var feature in gone ?? []) _alive.Remove(feature);
    }

    private bool Agrees(Dictionary<float, bool> sides, float value, bool isPhishing)
    {
        if (float.IsNaN(value)) return false;
        if (sides.TryGetValue(value, out var known)) return known == isPhishing;
        sides.Add(value, isPhishing);
        return sides.Count <= _mostValues;
    }

    // Values of a category that no row has are counted, too.
    private bool Learned(int feature, ColumnCounts counts, int rows)
    {
        if (!counts.IsExact || counts.Counts.Sum(count => count.Rows) != rows) return false;
        foreach (var count in counts.Counts.Where(count => count.Rows > 0))
        {
            if (count.Phishing != 0 && count.Phishing != count.Rows) return false;
            if (!Agrees(_alive[feature], (float)count.UpTo, count.Phishing > 0)) return false;
        }

        return true;
    }
}
