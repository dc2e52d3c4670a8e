using Weir.Learning;
using Weir.Learning.Calibration;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Calibration;

public class SourcePriorsTests
{
    [Fact]
    public void A_large_source_keeps_its_rate_and_a_small_one_is_drawn_to_that_of_all()
    {
        string[] sources = [.. Enumerable.Repeat("mail", 10_000), .. Enumerable.Repeat("feed", 10_000), "new"];
        byte[] labels = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 50 == 0 ? 1 : 0)), .. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 5 == 0 ? 0 : 1)), 1];
        var priors = SourcePriors.Fit(sources, labels);
        Assert.Equal(0.41, priors.Overall, 3);
        Assert.Equal((200 + 100 * priors.Overall) / 10_100, priors.Rate("mail"), 12);
        Assert.InRange(priors.Rate("feed"), 0.79, 0.8);
        Assert.Equal((1 + 100 * priors.Overall) / 101, priors.Rate("new"), 12);
        Assert.Equal(priors.Overall, priors.Rate("never seen"));
        Assert.Equal(priors.Overall, priors.Rate(null));
        Assert.Equal(["feed", "mail", "new"], priors.Sources);
    }

    [Fact]
    public void The_same_score_means_more_where_phishing_is_common()
    {
        var priors = SourcePriors.Fit(["a"], [0]).With("mail", 0.02).With("reports", 0.6);
        Assert.Equal(0.02, priors.Adjust(0.5, 0.5, "mail"), 12);
        Assert.Equal(0.6, priors.Adjust(0.5, 0.5, "reports"), 12);
        Assert.Equal(PriorCorrection.Adjust(0.9, 0.3, 0.02), priors.Adjust(0.9, 0.3, "mail"));
    }

    [Fact]
    public void The_rate_of_subjects_without_labels_is_found()
    {
        var random = new Xoshiro256(3);
        foreach (var rate in (double[])[0.03, 0.2, 0.7])
        {
            // Scores of two bell-like curves; their probability at the rate one half is exact.
            var p = new double[20_000];
            foreach (ref var value in p.AsSpan())
            {
                var isPhishing = random.NextDouble() < rate;
                var gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                value = StableMath.Sigmoid(2 * (gauss + (isPhishing ? 1 : -1)));
            }
            Assert.Equal(rate, PriorCorrection.EstimateRate(p, 0.5), 0.02);
        }
        Assert.Equal(0.25, PriorCorrection.EstimateRate([0], 0.5));
        Assert.Equal(0.75, PriorCorrection.EstimateRate([1], 0.5));
        Assert.Throws<ArgumentException>(() => PriorCorrection.EstimateRate([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriorCorrection.EstimateRate([0.5], 1));
    }

    [Fact]
    public void Loaded_priors_are_the_same()
    {
        var priors = SourcePriors.Fit(["b", "a", "ü x"], [1, 0, 1]);
        var loaded = SourcePriors.Load(ModelFile.Read(File(priors), "m"), "p");
        Assert.Equal(priors.Sources, loaded.Sources);
        Assert.All(priors.Sources, source => Assert.Equal(priors.Rate(source), loaded.Rate(source)));
        Assert.Equal(File(priors), File(loaded));
        var empty = SourcePriors.Fit([], []);
        Assert.Equal(0.5, SourcePriors.Load(ModelFile.Read(File(empty), "m"), "p").Overall);
    }

    [Fact]
    public void Contents_that_do_not_fit_are_refused()
    {
        Refused("a\n", [0.5]);
        Refused("a\n", [0.5, 0]);
        Refused("a\n", [1, 0.5]);
        Refused("a\n", [0.5, double.NaN]);
        Refused("a", [0.5, 0.5]);
        Refused("a\na\n", [0.5, 0.5, 0.5]);
        Refused("", []);
    }

    [Fact]
    public void Wrong_shapes_and_names_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SourcePriors.Fit(["a"], [1, 0]));
        Assert.Throws<ArgumentException>(() => SourcePriors.Fit(["a"], [2]));
        Assert.Throws<ArgumentException>(() => SourcePriors.Fit(["a\nb"], [1]));
        Assert.Throws<ArgumentException>(() => SourcePriors.Fit(["a"], [1], 0));
        Assert.Throws<ArgumentException>(() => SourcePriors.Fit(["a"], [1]).With("b", 1));
        Assert.Throws<ArgumentException>(() => SourcePriors.Fit(["a"], [1]).With("b\n", 0.5));
    }

    private static void Refused(string names, double[] rates)
    {
        var builder = new ModelFileBuilder();
        builder.Add<byte>("p.names", System.Text.Encoding.UTF8.GetBytes(names));
        builder.Add<double>("p.rates", rates);
        var file = ModelFile.Read(builder.Build("{}"), "m");
        Assert.Throws<ModelFileException>(() => SourcePriors.Load(file, "p"));
    }

    private static byte[] File(SourcePriors priors)
    {
        var builder = new ModelFileBuilder();
        priors.Save(builder, "p");
        return builder.Build("{}");
    }
}
