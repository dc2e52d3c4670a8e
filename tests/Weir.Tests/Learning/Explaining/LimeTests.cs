using Weir.Learning.Explaining;
using Weir.Learning.Numerics;
using Weir.Tests.Learning.Networks;
using Xunit;

namespace Weir.Tests.Learning.Explaining;

public sealed class LimeTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void A_linear_scorer_is_read_off_exactly(int tokens)
    {
        double[] worth = [.. Enumerable.Range(0, tokens).Select(t => Math.Sin(t) * 3)];
        var found = Lime.Explain(tokens, Linear(worth, 0.7), new LimeParameters { Ridge = 0 });
        Assert.Equal(0.7, found.Intercept, 6);
        for (var t = 0; t < tokens; t++) Assert.Equal(worth[t], found.Contributions[t], 6);
        Assert.Equal(0.7 + worth.Sum(), found.Score, 9);
        Assert.Equal(1, found.RSquared, 9);
    }

    [Fact]
    public void Contributions_and_intercept_add_up_to_the_local_fit()
    {
        var found = Lime.Explain(12, kept => Curved(kept), new LimeParameters());
        Assert.Equal(found.Fit, found.Intercept + found.Contributions.Sum(), 9);
        Assert.InRange(found.RSquared, 0.3, 0.9999);
    }

    [Fact]
    public void The_fit_is_the_weighted_least_squares_one()
    {
        // Two tokens, four texts: kept both, the second, the first, none, with scores 5, 1, 2, 0.
        var found = Lime.Explain(2, kept => kept[0] ? kept[1] ? 5 : 2 : kept[1] ? 1 : 0, new LimeParameters { KernelWidth = 1, Ridge = 0 });
        double[] w = [1, Half(), Half(), Math.Exp(-1)];
        static double Half() => Math.Exp(-Math.Pow(1 - Math.Sqrt(0.5), 2));
        double[] residuals = [5 - found.Fit, 1 - found.Intercept - found.Contributions[1], 2 - found.Intercept - found.Contributions[0], 0 - found.Intercept];
        // Weighted residuals are orthogonal to the constant and to both columns.
        Assert.Equal(0, w.Zip(residuals, (a, b) => a * b).Sum(), 6);
        Assert.Equal(0, w[0] * residuals[0] + w[2] * residuals[2], 6);
        Assert.Equal(0, w[0] * residuals[0] + w[1] * residuals[1], 6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        var p = new LimeParameters { Samples = 200 };
        var first = Lime.Explain(40, kept => Curved(kept), p);
        var other = Lime.Explain(40, kept => Curved(kept), p with { Seed = 2 });
        Assert.Equal(first.Contributions, Lime.Explain(40, kept => Curved(kept), p).Contributions);
        Assert.NotEqual(first.Contributions, other.Contributions);
    }

    [Fact]
    public void Tokens_that_carry_the_signal_of_a_network_get_the_weight()
    {
        var (rows, labels) = SomeTexts.Make(3000);
        var network = SomeTexts.Fit(rows, labels, SomeTexts.Small);
        byte[][] words = [[1, 2, 3], [11, 12], [7, 8, 9], [14, 15, 16], [4, 5]];
        var found = Lime.Explain(words.Length, kept => network.Score(Joined(words, kept)), new LimeParameters());
        Assert.Equal(2, Array.IndexOf(found.Contributions, found.Contributions.Max()));
        Assert.True(found.Contributions[2] > 2 * found.Contributions.Where((_, i) => i != 2).Max(Math.Abs));
    }

    [Fact]
    public void A_text_is_cut_at_its_tokens()
    {
        const string Text = "login.paypal.example/account?id=7";
        var tokens = LimeText.Tokens(Text);
        Assert.Equal(["login", "paypal", "example", "account", "id", "7"], tokens.Select(t => Text[t]));
        var found = LimeText.Explain(Text, tokens, text => (text.Contains("paypal", StringComparison.Ordinal) ? 4 : 0) - (text.Contains("7", StringComparison.Ordinal) ? 1 : 0), new LimeParameters { Ridge = 0 });
        Assert.Equal(4, found.Contributions[1], 6);
        Assert.Equal(-1, found.Contributions[5], 6);
        Assert.Equal(0, found.Contributions[0], 6);
    }

    [Fact]
    public void A_constant_scorer_and_a_text_without_tokens_are_explained_by_the_intercept()
    {
        var constant = Lime.Explain(6, _ => 2, new LimeParameters());
        Assert.Equal(2, constant.Intercept, 9);
        Assert.All(constant.Contributions, c => Assert.Equal(0, c, 9));
        Assert.Equal(1, constant.RSquared);
        var none = LimeText.Explain("...", LimeText.Tokens("..."), text => text.Length, new LimeParameters());
        Assert.Equal(3, none.Intercept);
        Assert.Empty(none.Contributions);
    }

    [Fact]
    public void Any_text_can_be_cut_and_explained()
    {
        var random = new Xoshiro256(9);
        for (var i = 0; i < 100; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.NextInt(700)).Select(_ => (char)random.NextInt(random.NextInt(2) == 0 ? 128 : 0x10000))]);
            var found = LimeText.Explain(text, LimeText.Tokens(text), t => t.Length, new LimeParameters { Samples = 16 });
            Assert.True(double.IsFinite(found.Fit) && found.Contributions.Length <= Lime.MostTokens);
        }
    }

    [Fact]
    public void Wrong_values_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Lime.Explain(3, _ => double.NaN, new LimeParameters()));
        Assert.Throws<ArgumentException>(() => Lime.Explain(257, _ => 0, new LimeParameters()));
        Assert.Throws<ArgumentException>(() => Lime.Explain(-1, _ => 0, new LimeParameters()));
        Assert.Throws<ArgumentException>(() => LimeText.Explain("abc", [1..2, 0..1], _ => 0, new LimeParameters()));
        var faults = Assert.Throws<ArgumentException>(() => Lime.Explain(3, _ => 0, new LimeParameters { Samples = 1, KernelWidth = 0, Ridge = -1 })).Message;
        Assert.Contains("Samples", faults, StringComparison.Ordinal);
        Assert.Contains("KernelWidth", faults, StringComparison.Ordinal);
        Assert.Contains("Ridge", faults, StringComparison.Ordinal);
    }

    private static KeptTokensScore Linear(double[] worth, double start) => kept =>
    {
        var sum = start;
        for (var t = 0; t < worth.Length; t++) sum += kept[t] ? worth[t] : 0;
        return sum;
    };

    private static double Curved(ReadOnlySpan<bool> kept)
    {
        var sum = 0.0;
        for (var t = 0; t < kept.Length; t++) sum += kept[t] ? t : 0;
        return kept[0] && kept[3] ? sum + 8 : sum / (kept[1] ? 1 : 2);
    }

    private static byte[] Joined(byte[][] words, ReadOnlySpan<bool> kept)
    {
        var text = new List<byte>();
        for (var i = 0; i < words.Length; i++)
        {
            if (kept[i]) text.AddRange(words[i]);
            text.Add(20);
        }
        return [.. text];
    }
}
