using Weir.Learning.Forests;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Forests;

public sealed class CutSearchTests
{
    [Theory]
    [InlineData(SplitCriterion.Gini)]
    [InlineData(SplitCriterion.Entropy)]
    public void The_best_cut_is_that_of_brute_force(SplitCriterion criterion)
    {
        var random = new Xoshiro256(1);
        for (var round = 0; round < 2_000; round++)
        {
            var sums = Sums(ref random);
            var total = Total(sums);
            var least = random.NextInt(3) * 2.0;
            var cut = new CutSearch(criterion, least).Best(Cut.None, sums, 0, total);
            var all = AllCuts(sums).Where(c => Math.Min(ClassWeights.Both(c.Left), ClassWeights.Both(total - c.Left)) >= least).ToList();
            Assert.Equal(all.Count > 0, cut.Exists);
            if (!cut.Exists) continue;
            Assert.Equal(all.Max(c => Gain(criterion, c.Left, total)), cut.Gain, 9);
            Assert.Contains(all, c => c.Bin == cut.Bin && c.Left == cut.Left);
            Assert.Equal(LeftOf(sums, cut), cut.Left);
        }
    }

    [Fact]
    public void A_drawn_cut_leaves_something_on_both_sides_and_every_cut_is_drawn()
    {
        var random = new Xoshiro256(2);
        for (var round = 0; round < 200; round++)
        {
            var sums = Sums(ref random);
            var (total, drawn) = (Total(sums), new HashSet<int>());
            byte[] bins = [.. Enumerable.Range(0, sums.Length).Where(b => sums[b] != 0).Select(b => (byte)b)];
            ulong[] weights = [.. sums.Where(sum => sum != 0)];
            for (var draw = 0; draw < 200; draw++)
            {
                var cut = Cut.None;
                var varies = new CutSearch(SplitCriterion.Gini, 0).TryRandom(ref cut, bins, weights, sums.Length - 1, 0, total, ref random);
                Assert.Equal(bins.Length > 1, varies);
                if (!varies) continue;
                Assert.True(cut.Left != 0 && cut.Left != total);
                Assert.Equal(LeftOf(sums, cut), cut.Left);
                drawn.Add(cut.Bin);
            }
            if (bins.Length == 1) continue;
            var (low, high) = (sums.AsSpan(..^1).IndexOfAnyExcept(0UL), sums.AsSpan(..^1).LastIndexOfAnyExcept(0UL));
            Assert.Equal(Enumerable.Range(low, high - low + (sums[^1] != 0 ? 1 : 0)), drawn.Order());
        }
    }

    [Fact]
    public void Sums_and_rows_draw_the_same_cut()
    {
        var random = new Xoshiro256(3);
        for (var round = 0; round < 5_000; round++)
        {
            var sums = Sums(ref random);
            if (round % 10 == 0) sums.AsSpan(..^1).Clear();
            byte[] bins = [.. Enumerable.Range(0, sums.Length).Where(b => sums[b] != 0).Select(b => (byte)b)];
            var (search, total, ofRows, ofSums) = (new CutSearch(SplitCriterion.Gini, 0), Total(sums), Cut.None, Cut.None);
            var (first, second) = (random, random);
            var varies = search.TryRandom(ref ofRows, bins, [.. sums.Where(sum => sum != 0)], sums.Length - 1, 0, total, ref first);
            Assert.Equal(varies, search.TryRandom(ref ofSums, sums, 0, total, ref second));
            Assert.Equal(ofRows, ofSums);
            Assert.Equal(first.NextInt(1_000_000), second.NextInt(1_000_000));
        }
    }

    [Fact]
    public void Where_nothing_is_missing_a_missing_value_goes_with_the_heavier_side()
    {
        var search = new CutSearch(SplitCriterion.Gini, 0);
        Assert.True(search.Best(Cut.None, [Word(5, 0), Word(0, 3), 0], 0, Word(5, 3)).MissingLeft);
        Assert.False(search.Best(Cut.None, [Word(3, 0), Word(0, 5), 0], 0, Word(3, 5)).MissingLeft);
    }

    [Fact]
    public void An_earlier_cut_wins_a_tie()
    {
        var search = new CutSearch(SplitCriterion.Gini, 0);
        ulong[] sums = [Word(2, 0), Word(0, 2), 0];
        var first = search.Best(Cut.None, sums, 4, Word(2, 2));
        Assert.Equal(first, search.Best(first, sums, 5, Word(2, 2)));
    }

    private static ulong Word(uint zero, uint one) => zero | ((ulong)one << 32);

    private static ulong[] Sums(ref Xoshiro256 random)
    {
        var sums = new ulong[2 + random.NextInt(8)];
        for (var i = 0; i < sums.Length; i++)
            if (random.NextInt(3) > 0) sums[i] = Word((uint)random.NextInt(5), (uint)random.NextInt(5));
        sums[0] += Word(1, 1);
        return sums;
    }

    private static ulong Total(ulong[] sums) => sums.Aggregate(0UL, (sum, next) => sum + next);

    private static IEnumerable<(int Bin, ulong Left)> AllCuts(ulong[] sums)
    {
        ulong left = 0;
        var total = Total(sums);
        for (var bin = 0; bin < sums.Length - 1; bin++)
        {
            left += sums[bin];
            if (left != 0 && left != total) yield return (bin, left);
            if (left + sums[^1] is var with && with != 0 && with != total) yield return (bin, with);
        }
    }

    private static ulong LeftOf(ulong[] sums, Cut cut) =>
        Total(sums[..(cut.Bin + 1)]) + (cut.MissingLeft ? sums[^1] : 0);

    private static double Gain(SplitCriterion criterion, ulong left, ulong total) =>
        Impurity(criterion, total) - Impurity(criterion, left) - Impurity(criterion, total - left);

    private static double Impurity(SplitCriterion criterion, ulong word)
    {
        var weight = ClassWeights.Both(word);
        double[] shares = [ClassWeights.Zero(word) / weight, ClassWeights.One(word) / weight];
        return criterion == SplitCriterion.Gini
            ? weight * (1 - shares.Sum(p => p * p))
            : -weight * shares.Where(p => p > 0).Sum(p => p * Math.Log(p));
    }
}
