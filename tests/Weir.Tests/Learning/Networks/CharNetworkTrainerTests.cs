using Weir.Learning;
using Weir.Learning.Metrics;
using Weir.Learning.Networks;
using Xunit;

namespace Weir.Tests.Learning.Networks;

public sealed class CharNetworkTrainerTests
{
    [Fact]
    public void It_finds_a_word_wherever_it_stands()
    {
        var (rows, labels) = SomeTexts.Make(3000);
        var network = SomeTexts.Fit(rows, labels, SomeTexts.Small with { Dropout = 0.1 });
        var (fresh, truth) = SomeTexts.Make(1000, seed: 77);
        var scores = Enumerable.Range(0, fresh.Rows).Select(i => network.Score(fresh[i])).ToArray();
        Assert.True(RankingMetrics.RocAuc(scores, truth) > 0.99, $"AUC {RankingMetrics.RocAuc(scores, truth)}.");
    }

    [Fact]
    public void The_same_seed_gives_these_bytes_on_any_number_of_threads()
    {
        var (rows, labels) = SomeTexts.Make(300);
        var p = SomeTexts.Small with { Dropout = 0.25, SymbolDropout = 0.1, Epochs = 2 };
        var one = SomeTexts.File(SomeTexts.Fit(rows, labels, p with { Threads = 1 }));
        Assert.Equal(one, SomeTexts.File(SomeTexts.Fit(rows, labels, p with { Threads = 2 })));
        Assert.Equal(one, SomeTexts.File(SomeTexts.Fit(rows, labels, p with { Threads = 5 })));
        Assert.NotEqual(one, SomeTexts.File(SomeTexts.Fit(rows, labels, p with { Seed = 2 })));
        Assert.StartsWith("2cfb923312c83789e2e3d115f11259656c", ModelFile.Read(one, "m").Sha256, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var p = SomeTexts.Small with { Symbols = 12, MaxLength = 12, ShortWidth = 2, LongWidth = 3, BatchRows = 24 };
        var (rows, labels) = SomeTexts.Make(24, longest: 12);
        var run = new CharTraining(rows, labels, [], 1, p);
        run.Start(0.3);
        var weights = run.Network().Weights;
        var gradient = run.Gradient(Enumerable.Range(0, 24).ToArray(), 0);
        var at = Array.ConvertAll(weights, w => (double)w);
        for (var i = 0; i < p.Shape.OutputBias + 1; i += i < p.Shape.Output ? 7 : 1)
        {
            const double Step = 1e-6;
            at[i] = weights[i] + Step;
            var up = PlainNetwork.Loss(p.Shape, at, rows, labels);
            at[i] = weights[i] - Step;
            var slope = (up - PlainNetwork.Loss(p.Shape, at, rows, labels)) / (2 * Step);
            at[i] = weights[i];
            Assert.True(Math.Abs(slope - gradient[i]) < 2e-3 * Math.Max(0.01, Math.Abs(slope)), $"Weight {i}: {gradient[i]} instead of {slope}.");
        }
    }

    [Fact]
    public void The_first_step_of_adam_is_the_step_size_against_the_sign()
    {
        var weights = new float[16];
        new Adam(16).Step(weights, [.. Enumerable.Range(0, 16).Select(i => i - 8f)], 0.5f, 0.01, 0);
        for (var i = 0; i < 16; i++) Assert.Equal(-0.01 * Math.Sign(i - 8), weights[i], 7);
    }

    [Fact]
    public void A_step_of_adam_equals_plain_arithmetic_to_the_last_bit()
    {
        var (weights, plain) = (new float[32], new float[32]);
        var (mean, square, adam) = (new float[32], new float[32], new Adam(32));
        for (var step = 1; step <= 5; step++)
        {
            var gradient = Enumerable.Range(0, 32).Select(i => MathF.Sin(step * (i + 1))).ToArray();
            adam.Step(weights, gradient, 0.3f, 0.02, 0.1);
            var (d1, d2) = (1.0, 1.0);
            for (var i = 0; i < step; i++) (d1, d2) = (d1 * 0.9f, d2 * 0.999f);
            for (var i = 0; i < 32; i++)
            {
                var slope = gradient[i] * 0.3f;
                mean[i] = mean[i] * 0.9f + slope * (1 - 0.9f);
                square[i] = square[i] * 0.999f + slope * slope * (1 - 0.999f);
                var move = mean[i] * (float)(0.02 / (1 - d1)) / (MathF.Sqrt(square[i] * (float)(1 / (1 - d2))) + 1e-8f);
                plain[i] = plain[i] * (float)(1 - 0.02 * 0.1) - move;
            }
            Assert.Equal(plain, weights);
        }
    }

    [Fact]
    public void Layers_equal_plain_loops_to_the_last_bit()
    {
        var a = Enumerable.Range(0, 48).Select(i => MathF.Sin(i)).ToArray();
        var b = Enumerable.Range(0, 48).Select(i => MathF.Cos(3 * i)).ToArray();
        var lanes = new float[16];
        for (var i = 0; i < 48; i++) lanes[i % 16] += a[i] * b[i];
        for (var half = 8; half > 0; half /= 2)
            for (var i = 0; i < half; i++) lanes[i] += lanes[i + half];
        Assert.Equal(lanes[0], Layers.Dot(a, b));
        var sum = (float[])a.Clone();
        Layers.AddScaled(sum, b, 0.7f);
        for (var i = 0; i < 48; i++) Assert.Equal(a[i] + b[i] * 0.7f, sum[i]);
    }

    [Fact]
    public void A_subset_learns_as_if_the_other_rows_were_not_there()
    {
        var (rows, labels) = SomeTexts.Make(120);
        var alone = new SymbolRows();
        for (var i = 0; i < 60; i++) alone.Add(rows[i]);
        Assert.Equal(SomeTexts.File(SomeTexts.Fit(alone, labels[..60], SomeTexts.Small)), SomeTexts.File(SomeTexts.Fit(rows, labels, SomeTexts.Small, subset: [.. Enumerable.Range(0, 60)])));
    }

    [Fact]
    public void One_class_one_row_and_empty_texts_give_a_finite_network()
    {
        var (rows, labels) = SomeTexts.Make(50);
        Assert.True(SomeTexts.Fit(rows, new byte[50], SomeTexts.Small).Score(rows[0]) < 0);
        Assert.True(double.IsFinite(SomeTexts.Fit(rows, labels, SomeTexts.Small, subset: [7]).Score(rows[7])));
        var empty = new SymbolRows();
        for (var i = 0; i < 40; i++) empty.Add([]);
        Assert.True(double.IsFinite(SomeTexts.Fit(empty, new byte[40], SomeTexts.Small).Score([])));
    }

    [Fact]
    public void Rows_of_weight_zero_teach_nothing()
    {
        var (rows, labels) = SomeTexts.Make(64);
        var wrong = (byte[])labels.Clone();
        for (var i = 32; i < 64; i++) wrong[i] ^= 1;
        float[] weights = [.. Enumerable.Range(0, 64).Select(i => i < 32 ? 1f : 0f)];
        Assert.Equal(SomeTexts.File(SomeTexts.Fit(rows, labels, SomeTexts.Small, weights)), SomeTexts.File(SomeTexts.Fit(rows, wrong, SomeTexts.Small, weights)));
    }

    [Fact]
    public void Wrong_shapes_and_values_are_refused()
    {
        var (rows, labels) = SomeTexts.Make(10);
        Assert.Throws<ArgumentException>(() => SomeTexts.Fit(rows, labels[..9], SomeTexts.Small));
        Assert.Throws<ArgumentException>(() => SomeTexts.Fit(rows, labels, SomeTexts.Small, subset: []));
        Assert.Throws<ArgumentException>(() => SomeTexts.Fit(rows, labels, SomeTexts.Small, new float[10]));
        Assert.Throws<ArgumentException>(() => SomeTexts.Fit(rows, labels, SomeTexts.Small, [float.NaN, 1, 1, 1, 1, 1, 1, 1, 1, 1]));
        Assert.Throws<ArgumentException>(() => SomeTexts.Fit(rows, [2, .. labels[1..]], SomeTexts.Small));
        var faults = Assert.Throws<ArgumentException>(() => SomeTexts.Fit(rows, labels, new() { Filters = 17, Epochs = 0, LearningRate = double.NaN })).Message;
        Assert.Contains("Filters", faults, StringComparison.Ordinal);
        Assert.Contains("Epochs", faults, StringComparison.Ordinal);
        Assert.Contains("LearningRate", faults, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_can_be_stopped()
    {
        var (rows, labels) = SomeTexts.Make(10);
        Assert.Throws<OperationCanceledException>(() => CharNetworkTrainer.Fit(rows, labels, [], null, SomeTexts.Small, new CancellationToken(true)));
    }
}
