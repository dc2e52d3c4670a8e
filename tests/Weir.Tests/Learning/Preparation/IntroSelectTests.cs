using Weir.Learning.Numerics;
using Weir.Learning.Preparation;
using Xunit;

namespace Weir.Tests.Learning.Preparation;

public sealed class IntroSelectTests
{
    // NumPy 1.24.2: np.argpartition(values, k), its indices summed with weights 1, 2, 3 and so on; the values as in SomeTables.
    [Theory]
    [InlineData(200, 5, 9, 1, 1892100)]
    [InlineData(1000, 3, 4, 2, 255019362)]
    [InlineData(1000, 50, 500, 3, 249703972)]
    [InlineData(50, 2, 49, 4, 41646)]
    [InlineData(40, 3, 1, 5, 21158)]
    [InlineData(5000, 7, 2499, 6, 30523983410)]
    public void The_order_is_that_of_NumPy(int count, int levels, int k, ulong seed, long sum)
    {
        var state = seed;
        ulong Next() => (state = state * 6364136223846793005 + 1442695040888963407) >> 33;
        Assert.Equal(sum, Order([.. Enumerable.Range(0, count).Select(_ => (double)(Next() % (ulong)levels))], k).Select((item, i) => (i + 1L) * item).Sum());
    }

    [Fact]
    public void Numbers_that_defeat_the_median_of_three_are_sorted_as_NumPy_sorts_them()
    {
        // Made by an adversary that answers each comparison so as to make the pivots bad (McIlroy 1999).
        double[] killer =
        [
            3, 63, 5, 63, 7, 28, 9, 29, 11, 30, 13, 63, 15, 63, 17, 31, 19, 32, 21, 33, 23, 63, 63, 63, 63, 24, 63, 63, 25, 26, 27, 0,
            2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 34, 35, 36, 63, 63, 37, 38, 39, 63, 63, 40, 41, 42, 63, 63, 43, 44, 63, 63, 63, 1,
        ];
        Assert.Equal(75750, Order(killer, 24).Select((item, i) => (i + 1L) * item).Sum());
    }

    [Fact]
    public void The_smallest_come_first_whatever_the_order()
    {
        var random = new Xoshiro256(1);
        for (var round = 0; round < 500; round++)
        {
            double[] values = [.. Enumerable.Range(0, 1 + random.NextInt(300)).Select(_ => (double)random.NextInt(40))];
            var k = random.NextInt(values.Length);
            var order = Order(values, k);
            Assert.Equal(Enumerable.Range(0, values.Length), order.Order());
            Assert.Equal(values.Order().Take(k + 1), order.Take(k + 1).Select(i => values[i]).Order());
        }
    }

    private static int[] Order(double[] values, int k)
    {
        int[] items = [.. Enumerable.Range(0, values.Length)];
        IntroSelect.Run([.. values], items, k);
        return items;
    }
}
