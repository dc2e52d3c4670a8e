using System.Globalization;
using Weir.Learning.Metrics;

namespace Weir.Pipeline.Evaluation;

/// <summary>Some rows, by their places: those of one kind and name.</summary>
internal sealed record RowGroup(string Kind, string Name, int[] At);

/// <summary>Cuts scored rows by root and deep URLs, shared and own hosts, source, and month.</summary>
internal static class Slicing
{
    private const int SmallestSlice = 20;

    /// <summary>The figures of each group.</summary>
    public static IReadOnlyList<Slice> Of(IReadOnlyList<RowGroup> groups, IReadOnlyList<EvaluationRow> rows, double[] scores, ScoringModel model) =>
        [.. groups.Select(group => One(group, rows, scores, model))];

    /// <summary>The groups of at least 20 rows.</summary>
    public static IReadOnlyList<RowGroup> Groups(IReadOnlyList<EvaluationRow> rows, Func<string, bool> isSharedHost)
    {
        var found = new List<RowGroup>();
        Cut("path", row => IsRoot(row.Url.Url) ? "root" : "deep");
        Cut("host", row => isSharedHost(row.Domain) ? "shared" : "own");
        Cut("source", row => row.Url.Source);
        Cut("month", row => row.Url.SeenAt?.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        return found;

        void Cut(string kind, Func<EvaluationRow, string?> name)
        {
            var groups = Enumerable.Range(0, rows.Count).GroupBy(i => name(rows[i])).Where(group => group.Key is not null && group.Count() >= SmallestSlice);
            found.AddRange(groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new RowGroup(kind, group.Key!, [.. group])));
        }
    }

    private static Slice One(RowGroup group, IReadOnlyList<EvaluationRow> rows, double[] scores, ScoringModel model)
    {
        var at = group.At;
        var part = Array.ConvertAll(at, i => scores[i]);
        var labels = Array.ConvertAll(at, i => rows[i].Url.IsPhishing ? (byte)1 : (byte)0);
        var ranked = new RankedRows(part, labels);
        var flagged = ranked.ConfusionAt(model.SuspiciousThreshold);
        return new Slice(group.Kind, group.Name, at.Length, labels.Count(label => label == 1), Figure.Number(ranked.RocAuc()),
            Figure.Number(ranked.TprAtFpr(0.01)), Figure.Number(flagged.Recall), Figure.Number(flagged.FalsePositiveRate));
    }

    private static bool IsRoot(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var rest = url.AsSpan(start < 0 ? 0 : start + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 || (rest[end] == '/' && end == rest.Length - 1);
    }
}
