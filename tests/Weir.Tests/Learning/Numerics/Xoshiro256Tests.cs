using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Numerics;

public class Xoshiro256Tests
{
    [Fact]
    public void SplitMix_gives_the_published_sequence_of_its_seed()
    {
        var mix = new SplitMix64(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423,
            4593380528125082431, 16408922859458223821];
        Assert.All(expected, value => Assert.Equal(value, mix.NextULong()));
    }

    [Fact]
    public void The_same_seed_gives_the_same_sequence_and_another_seed_another()
    {
        var (a, b, c) = (new Xoshiro256(7), new Xoshiro256(7), new Xoshiro256(8));
        for (var i = 0; i < 100; i++)
        {
            var value = a.NextULong();
            Assert.Equal(value, b.NextULong());
            Assert.NotEqual(value, c.NextULong());
        }
    }

    [Fact]
    public void Ints_are_uniform_and_inside_the_bound()
    {
        var random = new Xoshiro256(5);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.NextInt(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
        for (var i = 0; i < 100; i++) Assert.InRange(random.NextInt(int.MaxValue), 0, int.MaxValue - 1);
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Xoshiro256(1).NextInt(0));
    }

    [Fact]
    public void Doubles_fill_the_unit_interval()
    {
        var random = new Xoshiro256(6);
        var values = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToArray();
        Assert.All(values, v => Assert.True(v is >= 0 and < 1));
        Assert.Equal(0.5, values.Average(), 0.01);
    }

    [Fact]
    public void A_shuffle_is_a_permutation_and_every_place_is_as_likely()
    {
        var random = new Xoshiro256(9);
        var at = new int[5];
        for (var round = 0; round < 10_000; round++)
        {
            int[] values = [0, 1, 2, 3, 4];
            random.Shuffle(values.AsSpan());
            at[Array.IndexOf(values, 0)]++;
            Assert.Equal([0, 1, 2, 3, 4], values.Order());
        }
        Assert.All(at, c => Assert.InRange(c, 1_800, 2_200));
    }
}
