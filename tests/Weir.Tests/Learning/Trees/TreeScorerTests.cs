using System.Runtime.InteropServices;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class TreeScorerTests
{
    /// <summary>Features, trees, leaves: each way of scoring at its limits and beyond (128 columns, 64 trees a group, 256 and 2,048 leaves, 500 columns).</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 1, 2 }, { 3, 2, 16 }, { 7, 63, 17 }, { 20, 64, 31 }, { 20, 65, 64 }, { 30, 130, 65 },
        { 40, 9, 128 }, { 40, 9, 129 }, { 40, 5, 256 }, { 40, 3, 257 }, { 30, 20, 700 }, { 12, 5, 2048 }, { 12, 3, 2049 }, { 126, 70, 40 }, { 140, 70, 40 }, { 600, 40, 60 }, { 2, 4200, 3 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_way_of_scoring_equals_the_plain_walk_to_the_last_bit(int features, int trees, int leaves)
    {
        var table = SomeTrees.Table((ulong)(features + trees + leaves), features, trees, leaves);
        var scorer = new TreeScorer(table);
        var rows = SomeTrees.Rows(table, 7, 333);
        var blocks = new double[333];
        scorer.Score(rows, blocks);
        for (var i = 0; i < blocks.Length; i++)
        {
            var row = rows.AsSpan(i * features, features);
            var plain = Bits(SomeTrees.PlainScore(table, row));
            Assert.Equal(plain, Bits(scorer.Walk(row)));
            Assert.Equal(plain, Bits(scorer.Score(row)));
            Assert.Equal(plain, Bits(blocks[i]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(90)]
    public void Any_number_of_rows_is_scored_and_none_beyond(int count)
    {
        var table = SomeTrees.Table(5, 9, 20, 31);
        var rows = SomeTrees.Rows(table, 3, count, 0);
        var scores = new double[count + 1];
        new TreeScorer(table).Score(rows, scores.AsSpan(0, count));
        for (var i = 0; i < count; i++) Assert.Equal(SomeTrees.PlainScore(table, rows.AsSpan(i * 9, 9)), scores[i]);
        Assert.Equal(0, scores[count]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(200)]
    public void Woven_leaf_values_equal_plain_ones(int leaves)
    {
        var order = new LeafOrder(SomeTrees.Table(3, 5, 30, leaves));
        var (woven, plain, random) = (new LeafSums(order), new LeafSums(order, true), new Xoshiro256(2));
        var (a, b) = (new double[64], new double[64]);
        var found = new byte[64];
        for (var tree = 0; tree < 30; tree++)
        {
            for (var i = 0; i < found.Length; i++) found[i] = (byte)random.NextInt(leaves);
            woven.Add(tree, ref found[0], ref found[0], ref a[0]);
            plain.Add(tree, ref found[0], ref found[0], ref b[0]);
        }
        var (rowsOfWoven, rowsOfPlain) = (new double[64], new double[64]);
        woven.CopyTo(a, rowsOfWoven);
        plain.CopyTo(b, rowsOfPlain);
        Assert.Equal(MemoryMarshal.AsBytes(rowsOfPlain), MemoryMarshal.AsBytes(rowsOfWoven));
    }

    [Fact]
    public void Bytes_of_a_row_count_the_thresholds_below()
    {
        var table = SomeTrees.Table(8, 3, 60, 60);
        var rows = new ByteRows(table);
        Assert.True(rows.Columns > 3, "the last feature needs several columns");
        var values = SomeTrees.Rows(table, 5, 200, 0.3);
        var (bytes, right) = (new byte[rows.Columns], new byte[rows.Columns]);
        for (var i = 0; i < 200; i++)
        {
            var row = values.AsSpan(i * 3, 3).ToArray();
            Assert.Equal(row.Any(float.IsNaN), rows.Write(row, ref bytes[0], 1));
            bytes.CopyTo(right, 0);
            rows.MarkMissing(row, ref right[0], 1);
            for (var node = 0; node < table.Nodes; node++)
            {
                if (table.Left[node] < 0) continue;
                var compared = table.MissingLeft[node] != 0 ? bytes : right;
                Assert.Equal(table.GoesLeft(node, row), compared[rows.Column[node]] <= rows.Rank[node]);
            }
        }
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
