using Weir.Learning;
using Weir.Learning.Ensembles;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Ensembles;

public sealed class AverageTests
{
    private static readonly ILearner First = new ToyLearner(_ => new ToyLinear([1, 0], 0.5));
    private static readonly ILearner Second = new ToyLearner(_ => new ToyLinear([0, -2], 0));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_mean_of_log_odds_is_the_one_by_hand()
    {
        var average = new AverageParameters { Members = [First, Second], Weights = [3, 1] }.Fit(Rows(20), null, Cancel);
        Assert.Equal(0.75 * (2 + 0.5) + 0.25 * -6, average.Score([2, 3]), 12);
        var equal = new AverageParameters { Members = [First, Second] }.Fit(Rows(20), null, Cancel);
        Assert.Equal(0.5 * (2 + 0.5) + 0.5 * -6, equal.Score([2, 3]), 12);
    }

    [Fact]
    public void Its_explanation_is_that_of_one_linear_model()
    {
        var average = (Average)new AverageParameters { Members = [First, Second], Weights = [3, 1] }.Fit(Rows(20), null, Cancel);
        var contributions = new double[2];
        Assert.Equal(0.75 * 0.5, average.Explain([2, 3], contributions), 12);
        Assert.Equal(0.75 * 2, contributions[0], 12);
        Assert.Equal(0.25 * -6, contributions[1], 12);
    }

    [Fact]
    public void Probabilities_are_calibrated_on_rows_that_members_have_not_seen_and_explained_to_their_sum()
    {
        var data = Toy.Mixed(2000, 8, 5);
        Grouped(data);
        var learner = new AverageParameters { Members = [Trees(1), Trees(7)], Weights = [1, 2], Of = AverageOf.Probabilities };
        var average = (Average)learner.Fit(data, null, Cancel);
        var (contributions, row) = (new double[8], Toy.Row(data, 17));
        Assert.Equal(average.Score(row), average.Explain(row, contributions) + contributions.Sum(), 9);
        var mean = Enumerable.Range(0, data.Rows).Average(i => StableMath.Sigmoid(average.Score(Toy.Row(data, i))));
        Assert.Equal(data.Labels.Average(y => (double)y), mean, 0.02);
    }

    [Fact]
    public void A_certain_member_leaves_a_finite_score()
    {
        var certain = new ToyLearner(_ => new ToyLinear([900, 0], 0));
        var average = new AverageParameters { Members = [certain, Second], Of = AverageOf.Probabilities }.Fit(Rows(40), null, Cancel);
        Assert.True(double.IsFinite(average.Score([50, 0])));
        Assert.True(double.IsFinite(average.Score([-50, 0])));
    }

    [Fact]
    public void Blocks_score_like_rows_and_the_file_keeps_every_bit()
    {
        var data = Toy.Mixed(1500, 6, 9);
        Grouped(data);
        var average = new AverageParameters { Members = [Trees(1), Trees(2)], Of = AverageOf.Probabilities }.Fit(data, null, Cancel);
        var scores = average.Scores(data, null, Cancel);
        var builder = new ModelFileBuilder();
        ClassifierFile.Save(average, builder, "a");
        var loaded = ClassifierFile.Load(ModelFile.Read(builder.Build("{}"), "test"), "a");
        for (var i = 0; i < data.Rows; i++)
        {
            Assert.Equal(scores[i], average.Score(Toy.Row(data, i)));
            Assert.Equal(scores[i], loaded.Score(Toy.Row(data, i)));
        }
    }

    [Fact]
    public void Every_fault_of_the_parameters_is_named_at_once()
    {
        var fault = Assert.Throws<ArgumentException>(() =>
            new AverageParameters { Members = [First], Weights = [1, double.NaN], Folds = 1 }.Fit(Rows(4), null, Cancel));
        Assert.Contains("2 weights for 1 members", fault.Message);
        Assert.Contains("not finite", fault.Message);
        Assert.Contains("Folds 1", fault.Message);
        Assert.Throws<ArgumentException>(() => new AverageParameters { Members = [] }.Fit(Rows(4), null, Cancel));
    }

    internal static BoostedTreesParameters Trees(ulong seed) => new() { Trees = 10, MaxLeaves = 8, Seed = seed, RowSample = 0.7, Threads = 1 };

    internal static void Grouped(Dataset data)
    {
        for (var i = 0; i < data.Rows; i++) data.Groups[i] = i / 3;
    }

    private static Dataset Rows(int rows)
    {
        var (random, labels) = (new Xoshiro256(4), new byte[rows]);
        float[][] columns = [new float[rows], new float[rows]];
        for (var i = 0; i < rows; i++)
        {
            (columns[0][i], columns[1][i]) = ((float)random.NextDouble(), (float)random.NextDouble());
            labels[i] = (byte)(i % 2);
        }
        var data = Toy.Of(columns, labels);
        Grouped(data);
        return data;
    }
}
