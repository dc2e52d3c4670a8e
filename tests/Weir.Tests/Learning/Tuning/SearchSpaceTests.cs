using Weir.Learning.Tuning;
using Xunit;

namespace Weir.Tests.Learning.Tuning;

public sealed class SearchSpaceTests
{
    private static readonly SearchSpace Space = new(
        Dimension.Linear("share", 0.2, 1), Dimension.Log("rate", 0.001, 1), Dimension.Int("depth", 1, 4),
        Dimension.LogInt("leaves", 8, 512), Dimension.Choice("loss", "log", "hinge", "square"));

    [Fact]
    public void Every_draw_is_of_its_range_and_all_of_the_range_is_drawn()
    {
        var drawn = Enumerable.Range(1, 4000).Select(i => Space.Draw(i, 1)).ToList();
        Assert.All(drawn, c => Assert.InRange(c.Number("share", -1), 0.2, 1));
        Assert.All(drawn, c => Assert.InRange(c.Number("rate", -1), 0.001, 1));
        Assert.All(drawn.CountBy(c => c.Int("depth", -1)).OrderBy(c => c.Key).Zip([1, 2, 3, 4]), pair =>
        {
            Assert.Equal(pair.Second, pair.First.Key);
            Assert.InRange(pair.First.Value, 900, 1100);
        });
        Assert.All(drawn.CountBy(c => c.Choice("loss", "")), c => Assert.InRange(c.Value, 1200, 1470));
        Assert.InRange(drawn.Count(c => c.Number("rate", -1) < 0.0316), 1900, 2100);
        Assert.InRange(drawn.Count(c => c.Int("leaves", -1) < 64), 1850, 2150);
    }

    [Fact]
    public void A_candidate_depends_on_index_and_seed_alone()
    {
        Assert.Equal(Space.Draw(7, 1).ToString(), Space.Draw(7, 1).ToString());
        Assert.NotEqual(Space.Draw(7, 1).ToString(), Space.Draw(7, 2).ToString());
        Assert.NotEqual(Space.Draw(7, 1).Number("share", 0), Space.Draw(8, 1).Number("share", 0));
    }

    [Fact]
    public void The_default_keeps_every_fallback()
    {
        Assert.Equal(0.3, SearchSpace.Default.Number("share", 0.3));
        Assert.Equal(3, SearchSpace.Default.Int("depth", 3));
        Assert.Equal("log", SearchSpace.Default.Choice("loss", "log"));
        Assert.Equal("default", SearchSpace.Default.ToString());
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var drawn = Space.Draw(3, 5);
        var read = Space.Parse(drawn.Texts);
        Assert.Equal(drawn.Texts, read.Texts);
        Assert.Equal(drawn.Number("rate", 0), read.Number("rate", 1));
        Assert.Equal(0, Space.Parse([]).Index);
    }

    [Fact]
    public void Every_fault_of_written_values_is_named_at_once()
    {
        var fault = Assert.Throws<ArgumentException>(() => Space.Parse(
            [new("depth", "2.5"), new("speed", "1"), new("rate", "7"), new("loss", "cube"), new("share", "NaN")])).Message;
        Assert.Contains("depth cannot be '2.5': it is a whole number from 1 to 4", fault);
        Assert.Contains("no parameter 'speed'", fault);
        Assert.Contains("rate cannot be '7'", fault);
        Assert.Contains("one of log, hinge, square", fault);
        Assert.Contains("share cannot be 'NaN'", fault);
    }

    [Fact]
    public void An_empty_space_and_empty_ranges_are_named()
    {
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => new SearchSpace()).Message);
        var fault = Assert.Throws<ArgumentException>(() => new SearchSpace(
            Dimension.Linear("a", 2, 1), Dimension.Log("b", 0, 1), Dimension.Choice("c"), Dimension.Int("a", 1, 2), Dimension.Linear("d", 0, double.NaN))).Message;
        Assert.Contains("a has no range", fault);
        Assert.Contains("b is drawn by its logarithm", fault);
        Assert.Contains("c has no choices", fault);
        Assert.Contains("a is declared 2 times", fault);
        Assert.Contains("d has no range", fault);
    }
}
