using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Training;

/// <summary>What rows tell of their columns: how many hold a value, and how many of those are phishing.</summary>
internal static class ColumnSummary
{
    private const int FewValues = 20;
    private const int Parts = 10;

    public static ColumnCounts Of(string name, float[] column, byte[] labels, bool isCategory, double importance)
    {
        var values = column.Where(value => !float.IsNaN(value)).ToArray();
        Array.Sort(values);
        var distinct = values.Distinct().Take(isCategory ? TableColumn.MostValues : FewValues + 1).ToArray();
        var isExact = isCategory || distinct.Length <= FewValues;
        var ends = isExact ? distinct : [.. Enumerable.Range(1, Parts).Select(part => values[Math.Max(0, part * values.Length / Parts - 1)]).Distinct()];
        var counts = new (int Rows, int Phishing)[ends.Length];
        for (var i = 0; i < column.Length; i++)
        {
            if (float.IsNaN(column[i])) continue;
            var place = Array.BinarySearch(ends, column[i]);
            ref var count = ref counts[Math.Min(place < 0 ? ~place : place, ends.Length - 1)];
            count = (count.Rows + 1, count.Phishing + labels[i]);
        }

        return new ColumnCounts(name, isExact, [.. ends.Select((end, i) => new ValueCount(end, counts[i].Rows, counts[i].Phishing))], Math.Round(importance, 6));
    }
}
