using System.Globalization;
using Weir.Learning;
using Weir.Learning.Numerics;

namespace Weir.Pipeline.Tables.Training;

/// <summary>
/// Parts rows to judge on from rows to learn from, groups whole. When rows came on several days, the newest are judged on; else a draw
/// by the values of the rows, so that a row which is judged on today is so too when more have come.
/// </summary>
/// <param name="Train">Rows to learn from, ascending.</param>
/// <param name="Test">Rows to judge on, ascending.</param>
/// <param name="How">In words.</param>
internal sealed record TestRows(int[] Train, int[] Test, string How)
{
    private const int SecondsOfDay = 86_400;

    // What is newest may be all of one kind, and says then nothing about the other.
    private const double LeastShareOfClass = 0.05;

    public static TestRows Of(DifferentRows rows, TableTrainingParameters p) => Newest(rows, p) ?? Drawn(rows, p);

    private static TestRows? Newest(DifferentRows rows, TableTrainingParameters p)
    {
        var data = rows.Data;
        var first = new Dictionary<int, (long Day, int Rows, ulong Hash)>();
        for (var i = 0; i < data.Rows; i++)
        {
            var day = data.Times![i] / SecondsOfDay;
            first[data.Groups[i]] = first.TryGetValue(data.Groups[i], out var known) ? (Math.Min(day, known.Day), known.Rows + 1, known.Hash) : (day, 1, SplitMix64.Mix(rows.HashOf(i), p.Seed));
        }

        if (first.Values.Select(group => group.Day).Distinct().Take(2).Count() < 2) return null;
        var (chosen, count, oldest) = (new HashSet<int>(), 0, long.MaxValue);
        foreach (var (group, of) in first.OrderByDescending(group => group.Value.Day).ThenBy(group => group.Value.Hash).ThenBy(group => group.Key))
        {
            if (count >= p.TestShare * data.Rows) break;
            chosen.Add(group);
            count += of.Rows;
            oldest = of.Day;
        }

        var isWhole = !first.Any(group => group.Value.Day == oldest && !chosen.Contains(group.Key));
        var parted = Parted(data, chosen.Contains, Words(oldest, isWhole, isNewest: first.Values.Max(group => group.Day) == oldest));
        return HasBoth(data, parted.Test) && HasBoth(data, parted.Train) ? parted : null;
    }

    // Of the last day that is needed a draw by the values of the rows is taken, so that it says what of that day is judged on.
    private static string Words(long oldest, bool isWhole, bool isNewest)
    {
        string Day(long day) => DateTimeOffset.FromUnixTimeSeconds(day * SecondsOfDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (isWhole) return $"the newest rows: all that were first seen since {Day(oldest)} (UTC)";
        return isNewest ? $"the newest rows: a draw from those first seen on {Day(oldest)} (UTC), the others of which are learned from"
            : $"the newest rows: all that were first seen after {Day(oldest)} (UTC), and a draw from those of that day";
    }

    private static TestRows Drawn(DifferentRows rows, TableTrainingParameters p)
    {
        var data = rows.Data;
        var groups = Enumerable.Range(0, data.Rows).GroupBy(i => data.Groups[i])
            .Select(group => (Group: group.Key, Label: data.Labels[group.First()], Hash: SplitMix64.Mix(rows.HashOf(group.First()), p.Seed))).ToList();
        var chosen = new HashSet<int>();
        foreach (var side in groups.GroupBy(group => group.Label))
        {
            var sorted = side.OrderBy(group => group.Hash).ThenBy(group => group.Group).ToList();
            foreach (var group in sorted.Take((int)Math.Round(p.TestShare * sorted.Count))) chosen.Add(group.Group);
        }

        return Parted(data, chosen.Contains, "drawn by the values of the rows, of each label alike");
    }

    private static TestRows Parted(Dataset data, Func<int, bool> isTest, string how)
    {
        var sides = Enumerable.Range(0, data.Rows).ToLookup(i => isTest(data.Groups[i]));
        return new([.. sides[false]], [.. sides[true]], how);
    }

    private static bool HasBoth(Dataset data, int[] rows)
    {
        var ones = rows.Count(i => data.Labels[i] == 1);
        return Math.Min(ones, rows.Length - ones) >= Math.Max(5, LeastShareOfClass * rows.Length);
    }
}
