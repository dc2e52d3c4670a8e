using Weir.Learning;
using Weir.Learning.Ensembles;
using Weir.Learning.Neighbours;
using Weir.Learning.Numerics;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Neighbours;

public sealed class NeighboursModelTests
{
    // scikit-learn 1.2.1: KNeighborsClassifier(n_neighbors, weights, algorithm="brute"), behind StandardScaler where columns are
    // standardised, fitted to Table(400, 11) and asked for Table(100, 12): its probabilities of label 1 summed with weights 1, 2, 3 and
    // so on, and the sixth of them.
    [Theory]
    [InlineData(5, NeighbourWeights.Uniform, true, 2759.2, 0.2)]
    [InlineData(5, NeighbourWeights.Distance, true, 2756.597393030226, 0.1822305667)]
    [InlineData(15, NeighbourWeights.Uniform, false, 2649.8, 0.2)]
    [InlineData(1, NeighbourWeights.Uniform, true, 2559, 0)]
    public void Probabilities_are_those_of_scikit_learn(int neighbours, NeighbourWeights weights, bool standardise, double sum, double sixth)
    {
        var model = new NeighboursParameters { Neighbours = neighbours, Weights = weights, Standardise = standardise }.Fit(Table(400, 11), TestContext.Current.CancellationToken);
        var test = Table(100, 12);
        double[] shares = [.. Enumerable.Range(0, 100).Select(i => model.Probability(Toy.Row(test, i)))];
        Assert.Equal(sum, shares.Select((share, i) => (i + 1) * share).Sum(), weights == NeighbourWeights.Uniform ? 1e-9 : 0.01);
        Assert.Equal(sixth, shares[5], 1e-6);
    }

    [Theory]
    [InlineData(1, NeighbourWeights.Uniform)]
    [InlineData(5, NeighbourWeights.Uniform)]
    [InlineData(7, NeighbourWeights.Distance)]
    [InlineData(1000, NeighbourWeights.Distance)]
    public void Rows_equally_far_share_the_places_left(int neighbours, NeighbourWeights weights)
    {
        var (train, test) = (Ties(83, 1), Ties(40, 2));
        var model = new NeighboursParameters { Neighbours = neighbours, Weights = weights, Standardise = false }.Fit(train, TestContext.Current.CancellationToken);
        for (var i = 0; i < test.Rows; i++) Assert.Equal(Plain(train, Toy.Row(test, i), neighbours, weights), model.Probability(Toy.Row(test, i)), 1e-9);
        int[] turned = [.. Enumerable.Range(0, train.Rows).Reverse()];
        var other = new NeighboursParameters { Neighbours = neighbours, Weights = weights, Standardise = false }.Fit(train.Take(turned), TestContext.Current.CancellationToken);
        for (var i = 0; i < test.Rows; i++) Assert.Equal(model.Probability(Toy.Row(test, i)), other.Probability(Toy.Row(test, i)), 1e-12);
    }

    [Fact]
    public void Blocks_of_rows_say_what_single_rows_say_and_rows_keep_the_order_of_their_probability()
    {
        IClassifier model = new NeighboursParameters().Fit(Toy.Mixed(500, 6, 1), TestContext.Current.CancellationToken);
        var test = Toy.Mixed(131, 6, 2);
        var scores = model.Scores(test, null, TestContext.Current.CancellationToken);
        for (var i = 0; i < test.Rows; i++) Assert.Equal(model.Score(Toy.Row(test, i)), scores[i]);
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        var shares = Enumerable.Range(0, test.Rows).Select(i => ((NeighboursModel)model).Probability(Toy.Row(test, i))).ToArray();
        for (var i = 1; i < shares.Length; i++) Assert.Equal(Math.Sign(shares[i] - shares[i - 1]), Math.Sign(scores[i] - scores[i - 1]));
    }

    [Fact]
    public void Rows_without_weight_are_forgotten_and_heavy_ones_vote_more()
    {
        var train = Toy.Of([[0, 0, 0, 5]], [0, 1, 1, 0], [1, 3, 0, 1]);
        var model = new NeighboursParameters { Neighbours = 2, Standardise = false }.Fit(train, TestContext.Current.CancellationToken);
        Assert.Equal(3, model.Rows);
        Assert.Equal(0.75, model.Probability([0]), 1e-12);
    }

    [Fact]
    public void Missing_and_endless_values_get_an_answer()
    {
        foreach (var weights in Enum.GetValues<NeighbourWeights>())
        {
            var model = new NeighboursParameters { Weights = weights }.Fit(Toy.Mixed(60, 6, 1), TestContext.Current.CancellationToken);
            foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.MaxValue, float.MinValue])
                Assert.InRange(model.Probability([value, value, 0, 0, 0, 0]), 0, 1);
        }
    }

    [Fact]
    public void A_loaded_model_says_the_same()
    {
        var data = Toy.Mixed(90, 6, 3);
        var model = new NeighboursParameters { Neighbours = 4, Weights = NeighbourWeights.Distance }.Fit(data, TestContext.Current.CancellationToken);
        var loaded = ClassifierFile.Load(ModelFile.Read(File(model), "m"), "k");
        Assert.Equal(File(model), File(loaded));
        Assert.Equal(File(model), File(new NeighboursParameters { Neighbours = 4, Weights = NeighbourWeights.Distance, Threads = 1 }.Fit(data, TestContext.Current.CancellationToken)));
        Assert.Equal(((IClassifier)model).Scores(data, null, TestContext.Current.CancellationToken), loaded.Scores(data, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Hostile_files_are_refused_or_answer()
    {
        var random = new Xoshiro256(3);
        var whole = File(new NeighboursParameters().Fit(Toy.Mixed(30, 6, 3), TestContext.Current.CancellationToken));
        for (var round = 0; round < 1000; round++)
        {
            try
            {
                var model = (NeighboursModel)ClassifierFile.Load(ModelFile.Read(DamagedFile.Of([.. whole], ref random), "m"), "k");
                Assert.InRange(model.Probability(new float[model.FeatureCount]), 0, 1);
            }
            catch (ModelFileException) // refused
            {
            }
        }
    }

    [Fact]
    public void Parameters_and_shapes_are_checked()
    {
        var fault = Assert.Throws<ArgumentException>(() => new NeighboursParameters { Neighbours = 0, Threads = -1, Weights = (NeighbourWeights)5 }.Fit(Ties(9, 1), TestContext.Current.CancellationToken));
        Assert.All((string[])["Neighbours 0", "Threads", "Weights 5"], word => Assert.Contains(word, fault.Message));
        Assert.Contains("both classes", Assert.Throws<ArgumentException>(() => new NeighboursParameters().Fit(Toy.Of([[1, 2]], [1, 1]), TestContext.Current.CancellationToken)).Message);
        var model = new NeighboursParameters().Fit(Ties(9, 1), TestContext.Current.CancellationToken);
        Assert.Throws<ArgumentException>(() => model.Probability([1]));
    }

    private static Dataset Table(int rows, ulong seed)
    {
        var state = seed;
        ulong Next() => (state = state * 6364136223846793005 + 1442695040888963407) >> 33;
        var columns = new float[4][];
        for (var f = 0; f < 4; f++) columns[f] = new float[rows];
        for (var i = 0; i < rows; i++)
        {
            for (var f = 0; f < 4; f++)
            {
                columns[f][i] = Next() % 1000003;
                Next();
            }
        }
        return Toy.Of(columns, [.. Enumerable.Range(0, rows).Select(i => (byte)(columns[0][i] + columns[1][i] * 0.5 + 0.3 * columns[2][i] > 900000 ? 1 : 0))]);
    }

    private static Dataset Ties(int rows, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var columns = new float[3][];
        for (var f = 0; f < 3; f++) columns[f] = new float[rows];
        for (var i = 0; i < rows; i++)
            for (var f = 0; f < 3; f++) columns[f][i] = random.NextInt(3) - 1;
        return Toy.Of(columns, [.. Enumerable.Range(0, rows).Select(i => (byte)(i % 3 == 0 ? 1 : 0))]);
    }

    private static double Plain(Dataset train, float[] row, int neighbours, NeighbourWeights weights)
    {
        var far = Enumerable.Range(0, train.Rows).Select(i => (Squared: row.Select((x, f) => (x - train.Columns[f][i]) * (x - train.Columns[f][i])).Sum(), Label: train.Labels[i])).ToArray();
        if (weights == NeighbourWeights.Distance && far.Any(n => n.Squared == 0)) return far.Where(n => n.Squared == 0).Average(n => n.Label);
        var (k, bound) = (Math.Min(neighbours, far.Length), far.Select(n => n.Squared).Order().ElementAt(Math.Min(neighbours, far.Length) - 1));
        var (near, last) = (far.Where(n => n.Squared < bound).ToArray(), far.Where(n => n.Squared == bound).ToArray());
        double Weight(float squared) => weights == NeighbourWeights.Uniform ? 1 : 1 / Math.Sqrt(squared);
        var part = (double)(k - near.Length) / last.Length;
        return (near.Sum(n => Weight(n.Squared) * n.Label) + part * last.Sum(n => Weight(n.Squared) * n.Label))
            / (near.Sum(n => Weight(n.Squared)) + part * last.Sum(n => Weight(n.Squared)));
    }

    private static byte[] File(IClassifier model)
    {
        var builder = new ModelFileBuilder();
        ClassifierFile.Save(model, builder, "k");
        return builder.Build("{}");
    }
}
