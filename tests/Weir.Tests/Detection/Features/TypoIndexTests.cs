using Weir.Detection.Features;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed class TypoIndexTests
{
    [Fact]
    public void Finds_exactly_the_words_one_slip_away()
    {
        var random = new Random(4);
        for (var round = 0; round < 400; round++)
        {
            var names = Enumerable.Range(0, 4).Select(i => (Term: Text(random, 6 + random.Next(3)), Value: i + 1)).ToArray();
            var index = new TypoIndex(names);
            for (var i = 0; i < 20; i++)
            {
                var word = Slipped(random, names[random.Next(names.Length)].Term, random.Next(4));
                if (word.Length < TypoIndex.Shortest) continue;
                var owner = random.Next(3);
                var near = names.Where(name => name.Value != owner && Distance(word, name.Term) == 1).Select(name => name.Value).ToHashSet();
                var found = index.Find(word, owner);
                Assert.True(near.Count == 0 ? found == 0 : near.Contains(found), $"{word}: {found}, not one of {string.Join(' ', near)}");
            }
        }
    }

    [Theory]
    [InlineData("paypol", true)]
    [InlineData("papyal", true)]
    [InlineData("payypal", true)]
    [InlineData("paypals", true)]
    [InlineData("paypal", false)]
    [InlineData("aypalp", false)]
    [InlineData("garden", false)]
    public void One_slip_is_one_letter_more_less_other_or_swapped(string word, bool isSlip) => Assert.Equal(isSlip, TypoIndex.IsOneSlip(word, "paypal"));

    [Fact]
    public void Words_of_a_label_are_looked_at_one_by_one()
    {
        var index = new TypoIndex([("paypal", 1), ("netflix", 2)]);
        Assert.Equal(1, index.Find("my-paypol-login", 0));
        Assert.Equal(2, index.Find("paypol-netfliix", 1));
        Assert.Equal(0, index.Find("", 0));
        Assert.Equal(0, index.Find("-", 0));
        Assert.Equal(0, index.Find(new string('p', 300), 0));
    }

    private static string Text(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abc"[random.Next(3)]));

    private static string Slipped(Random random, string text, int slips)
    {
        for (var i = 0; i < slips; i++)
        {
            var at = random.Next(text.Length - 1);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, "x"),
                2 => text.Remove(at, 1).Insert(at, "y"),
                _ => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
            };
        }
        return text;
    }

    /// <summary>Edit distance with swaps of neighbours (optimal string alignment), the plain table.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
