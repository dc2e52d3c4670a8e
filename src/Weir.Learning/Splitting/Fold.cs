namespace Weir.Learning.Splitting;

/// <summary>Rows to learn from and rows to judge on, both in ascending order; no group is on both sides.</summary>
public sealed record Fold(int[] Train, int[] Test)
{
    /// <summary>As many folds as asked for: each group is judged once, by what the other folds taught.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="folds">2 or more.</param>
    /// <param name="seed">Of the draw among groups of one size.</param>
    public static Fold[] Grouped(ReadOnlySpan<int> groups, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var of = GroupFolds.Assign(groups, folds, seed);
        return [.. Enumerable.Range(0, folds).Select(fold => new Fold(Rows(of, f => f != fold), Rows(of, f => f == fold)))];
    }

    /// <summary>
    /// Folds of about equal shares of each label (see <see cref="StratifiedFolds"/>), several times with other draws: repeat r gives the
    /// folds r x folds to (r + 1) x folds - 1, each group being judged once a repeat.
    /// </summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="labels">0 or 1 a row.</param>
    /// <param name="folds">2 or more.</param>
    /// <param name="seed">Of the draw among groups of one size.</param>
    /// <param name="repeats">1 or more.</param>
    public static Fold[] Stratified(ReadOnlySpan<int> groups, ReadOnlySpan<byte> labels, int folds, ulong seed, int repeats = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var all = new List<Fold>();
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var of = StratifiedFolds.Assign(groups, labels, folds, repeat == 0 ? seed : Numerics.SplitMix64.Mix((ulong)repeat, seed));
            for (var k = 0; k < folds; k++)
            {
                var fold = k;
                all.Add(new Fold(Rows(of, f => f != fold), Rows(of, f => f == fold)));
            }
        }
        return [.. all];
    }

    /// <summary>
    /// Time-forward folds: fold k learns from the blocks 0 .. k of <see cref="TimeBlocks"/> and is judged on block k + 1, less
    /// the rows whose group has been learned from.
    /// </summary>
    /// <param name="times">When each row was first seen; <see cref="long.MinValue"/> = unknown.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="folds">1 or more; there is one block more.</param>
    /// <param name="seed">Of the blocks of rows without a time.</param>
    public static Fold[] Forward(ReadOnlySpan<long> times, ReadOnlySpan<int> groups, int folds, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        var blocks = TimeBlocks.Assign(times, groups, folds + 1, seed);
        var first = new Dictionary<int, int>();
        for (var i = 0; i < blocks.Length; i++) first[groups[i]] = Math.Min(blocks[i], first.GetValueOrDefault(groups[i], blocks[i]));
        // A row is judged only in the first block of its group.
        var judged = new int[blocks.Length];
        for (var i = 0; i < judged.Length; i++) judged[i] = blocks[i] == first[groups[i]] ? blocks[i] : -1;
        return [.. Enumerable.Range(1, folds).Select(block => new Fold(Rows(blocks, b => b < block), Rows(judged, b => b == block)))];
    }

    private static int[] Rows(int[] of, Func<int, bool> wanted) => [.. Enumerable.Range(0, of.Length).Where(i => wanted(of[i]))];
}
