using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class HashedLogisticTests
{
    private static readonly HashedLogisticParameters Small =
        new() { Bits = 10, Epochs = 5, LearningRate = 0.5, Beta = 0.05, L2 = 0.03 };

    /// <summary>Index 1 stands in positive rows, 2 in negative ones, the rest is noise.</summary>
    private static (SparseRows Rows, byte[] Labels) SomeRows(int count, ulong seed = 3)
    {
        var random = new Xoshiro256(seed);
        var builder = new SparseRowsBuilder(count);
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)random.NextInt(2);
            var noise = Enumerable.Range(0, 3 + random.NextInt(20)).Select(_ => (uint)random.NextULong()).ToList();
            noise.Add(random.NextDouble() < 0.9 ? 2u - labels[i] : 5u);
            builder.Add(noise.ToArray());
        }
        return (builder.Build(), labels);
    }

    [Fact]
    public void It_learns_what_tells_the_classes_apart()
    {
        var (rows, labels) = SomeRows(4000);
        var model = Fit(rows, labels, [], null, Small);
        Assert.True(model.Weight(1) > 1 && model.Weight(2) < -1);
        var right = Enumerable.Range(0, rows.Rows).Count(i => model.Score(rows[i]) > 0 == (labels[i] == 1));
        Assert.True(right > 3700, $"{right} of 4000 are right.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_these()
    {
        var (rows, labels) = SomeRows(500);
        var first = File(Fit(rows, labels, [], null, Small));
        Assert.Equal(first, File(Fit(rows, labels, [], null, Small)));
        Assert.NotEqual(first, File(Fit(rows, labels, [], null, Small with { Seed = 2 })));
        Assert.StartsWith("110d7115c690d2c866a940978c1cdf78", ModelFile.Read(first, "m").Sha256, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Normalization.None)]
    [InlineData(Normalization.InverseRoot)]
    [InlineData(Normalization.InverseCount)]
    public void Contributions_add_up_to_the_score(Normalization normalization)
    {
        var (rows, labels) = SomeRows(300);
        var model = Fit(rows, labels, [], null, Small with { Normalization = normalization });
        for (var i = 0; i < rows.Rows; i++)
        {
            double sum = model.Bias, raw = 0;
            foreach (var index in rows[i])
            {
                sum += model.Contribution(index, rows[i].Length);
                raw += model.Weight(index);
            }
            Assert.Equal(model.Score(rows[i]), sum, 10);
            Assert.Equal(model.Score(rows[i]), model.Score(raw, rows[i].Length));
        }
    }

    [Fact]
    public void A_row_that_is_added_up_as_it_is_hashed_scores_the_same_to_the_last_bit()
    {
        var (rows, labels) = SomeRows(300);
        var model = Fit(rows, labels, [], null, Small);
        Assert.Equal(model.Bias, model.Begin().Score);
        for (var i = 0; i < rows.Rows; i++)
        {
            var sum = model.Begin();
            foreach (var index in rows[i]) sum.Add(index);
            Assert.Equal(model.Score(rows[i]), sum.Score);
            Assert.Equal(rows[i].Length, sum.Count);
        }
    }

    [Theory]
    [InlineData(WeightPrecision.Single)]
    [InlineData(WeightPrecision.Half)]
    public void A_loaded_model_scores_the_same(WeightPrecision precision)
    {
        var (rows, labels) = SomeRows(300);
        var model = Fit(rows, labels, [], null, Small with { Precision = precision });
        var loaded = HashedLogistic.Load(ModelFile.Read(File(model), "m"), "url");
        for (var i = 0; i < rows.Rows; i++) Assert.Equal(model.Score(rows[i]), loaded.Score(rows[i]));
        Assert.Equal(File(model), File(loaded));
    }

    [Fact]
    public void An_empty_row_scores_the_bias_and_a_long_text_stays_bounded()
    {
        var (rows, labels) = SomeRows(300);
        var model = Fit(rows, labels, [], null, Small);
        Assert.Equal(model.Bias, model.Score([]));
        var longRow = Enumerable.Repeat(1u, 10_000).ToArray();
        Assert.Equal(model.Bias + 100 * (double)model.Weight(1), model.Score(longRow), 6);
    }

    [Fact]
    public void L1_leaves_noise_at_zero()
    {
        var (rows, labels) = SomeRows(2000);
        var dense = Fit(rows, labels, [], null, Small);
        var sparse = Fit(rows, labels, [], null, Small with { L1 = 2 });
        static int Zeros(HashedLogistic m) => Enumerable.Range(0, m.Buckets).Count(i => m.Weight((uint)i) == 0);
        Assert.True(Zeros(dense) < 10);
        Assert.True(Zeros(sparse) > 900);
        Assert.NotEqual(0, sparse.Weight(1));
    }

    [Fact]
    public void A_subset_learns_as_if_the_other_rows_were_not_there()
    {
        var (rows, labels) = SomeRows(200);
        var builder = new SparseRowsBuilder();
        for (var i = 0; i < 100; i++) builder.Add(rows[i]);
        var alone = Fit(builder.Build(), labels[..100], [], null, Small);
        var subset = Fit(rows, labels, [], [.. Enumerable.Range(0, 100)], Small);
        Assert.Equal(File(alone), File(subset));
    }

    [Fact]
    public void Rows_of_weight_zero_teach_nothing()
    {
        var (rows, labels) = SomeRows(200);
        var model = Fit(rows, labels, new float[200], null, Small);
        Assert.All(Enumerable.Range(0, model.Buckets), i => Assert.Equal(0, model.Weight((uint)i)));
        Assert.Equal(0, model.Bias);
    }

    [Fact]
    public void One_class_alone_gives_a_finite_model()
    {
        var (rows, _) = SomeRows(100);
        var model = Fit(rows, new byte[100], [], null, Small);
        Assert.All(Enumerable.Range(0, 100), i => Assert.InRange(model.Score(rows[i]), -30, 0));
    }

    [Fact]
    public void The_gradient_step_is_the_one_of_the_paper()
    {
        var builder = new SparseRowsBuilder();
        builder.Add([3]);
        var p = new HashedLogisticParameters { Bits = 4, Epochs = 1, LearningRate = 0.5, Beta = 1, L1 = 0.1, L2 = 0.2 };
        var model = Fit(builder.Build(), [1], [], null, p);
        // One positive row: prior log-odds ln 3, so p = 0.75, g = -0.25, z = -0.25, n = 0.0625.
        Assert.Equal((0.25 - 0.1) / ((1 + 0.25) / 0.5 + 0.2), model.Weight(3), 6);
        Assert.Equal(Math.Log(3) + 0.5 * 0.25 / 1.25, model.Bias, 6);
    }

    [Fact]
    public void Wrong_shapes_and_values_are_refused()
    {
        var (rows, labels) = SomeRows(10);
        Assert.Throws<ArgumentException>(() => Fit(rows, labels[..9], [], null, Small));
        Assert.Throws<ArgumentException>(() => Fit(rows, labels, [float.NaN, 1, 1, 1, 1, 1, 1, 1, 1, 1], null, Small));
        Assert.Throws<ArgumentException>(() => Fit(rows, labels, [], [], Small));
        Assert.Throws<ArgumentException>(() => Fit(rows, labels, [], null, Small with { LearningRate = 0 }));
        Assert.Throws<ArgumentException>(() => Fit(rows, labels, [], null, Small with { L2 = double.NaN }));
    }

    [Fact]
    public void A_fit_can_be_stopped()
    {
        var (rows, labels) = SomeRows(10);
        Assert.Throws<OperationCanceledException>(() =>
            HashedLogisticTrainer.Fit(rows, labels, [], null, Small, new CancellationToken(true)));
    }

    private static HashedLogistic Fit(
        SparseRows rows, byte[] labels, float[] weights, int[]? subset, HashedLogisticParameters p) =>
        HashedLogisticTrainer.Fit(rows, labels, weights, subset, p, TestContext.Current.CancellationToken);

    private static byte[] File(HashedLogistic model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "url");
        return builder.Build("{}");
    }
}
