using Weir.Detection.Features;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed class CharStatsTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789-./_%~ABCxyz1\u00E9\u4E2D";

    [Fact]
    public void Masks_and_the_plain_walk_count_alike()
    {
        var chance = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, chance.Next(0, 65)).Select(_ => Letters[chance.Next(chance.Next(1, Letters.Length))]));
            Assert.Equal(CharStats.Walk(text), CharStats.OfMasks(text));
        }
    }

    [Fact]
    public void Runs_of_all_64_characters_are_seen_whole()
    {
        var stats = CharStats.OfMasks(new string('b', 64));
        Assert.Equal((64, 64, 1), (stats.LongestConsonants, stats.LongestWord, stats.Words));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("aaaa", 0)]
    [InlineData("ab", 1)]
    [InlineData("abcd", 2)]
    [InlineData("aabbccdd", 2)]
    public void Entropy_is_that_of_Shannon(string text, double bits) => Assert.Equal(bits, CharStats.Of(text).Entropy, 12);

    [Fact]
    public void Counts_of_a_known_label()
    {
        var stats = CharStats.Of("pay-pa1l99");
        Assert.Equal((3, 6, 3, 1, 3, 2), (stats.Digits, stats.Letters, stats.Vowels, stats.Other, stats.Switches, stats.Words));
        Assert.Equal((1, 2, 6), (stats.LongestConsonants, stats.LongestDigits, stats.LongestWord));
    }
}
