using Weir.Learning.Forests;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Forests;

public sealed class NodeSumsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(5_003)]
    public void The_sums_of_few_and_of_many_rows_are_those_of_the_plain_loop(int count)
    {
        var random = new Xoshiro256((ulong)count);
        var (column, rows, weights) = (new byte[9_000], new int[count], new ulong[count]);
        foreach (ref var bin in column.AsSpan()) bin = (byte)random.NextInt(200);
        foreach (ref var row in rows.AsSpan()) row = random.NextInt(column.Length);
        foreach (ref var weight in weights.AsSpan()) weight = (ulong)random.NextInt(1_000) << (32 * random.NextInt(2));
        var plain = new ulong[200];
        for (var i = 0; i < count; i++) plain[column[rows[i]]] += weights[i];
        var sums = new NodeSums();
        Assert.Equal(plain, sums.Of(new BinView(column, 0, 1), 200, rows, weights));
        // The same values seven apart, after three others.
        var spread = new byte[3 + 7 * column.Length];
        for (var i = 0; i < column.Length; i++) spread[3 + 7 * i] = column[i];
        Assert.Equal(plain, sums.Of(new BinView(spread, 3, 7), 200, rows, weights));
    }

    [Fact]
    public void Fewer_weights_than_rows_are_refused() =>
        Assert.Throws<ArgumentException>(() => new NodeSums().Of(new BinView(new byte[3], 0, 1), 2, new int[3], new ulong[2]));
}
