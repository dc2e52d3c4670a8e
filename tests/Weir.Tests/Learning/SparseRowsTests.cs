using Weir.Learning;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning;

public class SparseRowsTests
{
    [Fact]
    public void Rows_come_back_as_they_were_added_over_many_chunks()
    {
        var random = new Xoshiro256(4);
        var expected = new List<uint[]>();
        var builder = new SparseRowsBuilder();
        for (var total = 0; total < 3 << SparseRowsBuilder.ChunkBits;)
        {
            var row = new uint[random.NextInt(10) == 0 ? 0 : random.NextInt(60_000)];
            for (var i = 0; i < row.Length; i++) row[i] = (uint)random.NextULong();
            expected.Add(row);
            builder.Add(row);
            total += row.Length;
        }
        var rows = builder.Build();
        Assert.Equal(expected.Count, rows.Rows);
        for (var i = 0; i < rows.Rows; i++) Assert.True(rows[i].SequenceEqual(expected[i]), $"Row {i} differs.");
    }

    [Fact]
    public void Empty_rows_stand_anywhere()
    {
        var builder = new SparseRowsBuilder();
        builder.Add([]);
        builder.Add(new uint[1 << SparseRowsBuilder.ChunkBits]);
        builder.Add([]);
        builder.Add([9]);
        var rows = builder.Build();
        Assert.Equal([0, 1 << SparseRowsBuilder.ChunkBits, 0, 1], Enumerable.Range(0, 4).Select(i => rows[i].Length));
        Assert.Equal(9u, rows[3][0]);
    }

    [Fact]
    public void A_row_that_is_too_long_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SparseRowsBuilder().Add(new uint[(1 << SparseRowsBuilder.ChunkBits) + 1]));
}
