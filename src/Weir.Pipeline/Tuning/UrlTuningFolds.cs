using Weir.Learning.Splitting;

namespace Weir.Pipeline.Tuning;

/// <summary>
/// Folds that go forward in time and never part a domain. A class whose dates do not reach over all blocks (a collection of
/// one day, or of years before the other class) goes by its domains instead, as an undated one.
/// </summary>
internal static class UrlTuningFolds
{
    /// <summary>A class goes by time when each block has this share of what an even spread would give it.</summary>
    private const double EnoughShare = 0.2;

    /// <summary>The folds, and which classes went by time.</summary>
    public static (Fold[] Folds, string Order) Of(IReadOnlyList<LabelledUrl> rows, int[] groups, int folds, ulong seed)
    {
        foreach (var (dated, order) in ((bool[], string)[])[([true, false], "by time"), ([true], "phishing by time, benign by domain")])
        {
            long[] times = [.. rows.Select(row => row.SeenAt is { } seen && dated.Contains(row.IsPhishing) ? seen.UtcTicks : long.MinValue)];
            var blocks = TimeBlocks.Assign(times, groups, folds + 1, seed);
            if (dated.All(isPhishing => Reaches(isPhishing, rows, times, blocks, folds + 1))) return (Fold.Forward(times, groups, folds, seed), order);
        }
        var none = new long[groups.Length];
        Array.Fill(none, long.MinValue);
        return (Fold.Forward(none, groups, folds, seed), "by domain");
    }

    /// <summary>Whether the dated rows of a class reach over all blocks.</summary>
    private static bool Reaches(bool isPhishing, IReadOnlyList<LabelledUrl> rows, long[] times, int[] blocks, int count)
    {
        var sizes = new int[count];
        for (var i = 0; i < times.Length; i++)
            if (times[i] != long.MinValue && rows[i].IsPhishing == isPhishing) sizes[blocks[i]]++;
        return sizes.Min() > 0 && sizes.Min() >= EnoughShare * sizes.Sum() / count;
    }
}
