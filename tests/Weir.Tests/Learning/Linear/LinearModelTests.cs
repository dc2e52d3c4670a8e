using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class LinearModelTests
{
    [Fact]
    public void Contributions_add_up_to_the_score_to_the_last_bit()
    {
        var data = Toy.Mixed(500, 9, 41);
        var model = (LinearModel)((ILearner)new LogisticParameters()).Fit(data, null, TestContext.Current.CancellationToken);
        var contributions = new double[9];
        for (var i = 0; i < data.Rows; i++)
        {
            var row = Toy.Row(data, i);
            var sum = model.Explain(row, contributions);
            for (var f = 0; f < 9; f++)
            {
                sum += contributions[f];
                Assert.Equal(float.IsNaN(row[f]) ? 0 : model.Weights[f] * (row[f] - model.Means[f]), contributions[f]);
            }
            Assert.Equal(model.Score(row), sum);
        }
    }

    [Fact]
    public void Many_rows_score_as_single_rows_do()
    {
        var data = Toy.Mixed(100, 7, 42);
        var model = ((ILearner)new LogisticParameters()).Fit(data, null, TestContext.Current.CancellationToken);
        var rows = Enumerable.Range(0, 100).SelectMany(i => Toy.Row(data, i)).ToArray();
        var scores = new double[100];
        model.Score(rows, scores);
        for (var i = 0; i < 100; i++) Assert.Equal(model.Score(Toy.Row(data, i)), scores[i]);
    }

    [Fact]
    public void A_loaded_model_is_the_same()
    {
        var model = new LinearModel([1.5, -2, 0], [0, 3, 1e30], -0.25);
        var loaded = LinearModel.Load(File([1.5, -2, 0], [0, 3, 1e30], [-0.25]), "m");
        Assert.Equal(model.Weights.ToArray(), loaded.Weights.ToArray());
        Assert.Equal(model.Score([1, 2, 3]), loaded.Score([1, 2, 3]));
        var builder = new ModelFileBuilder();
        loaded.Save(builder, "m");
        Assert.Equal(File([1.5, -2, 0], [0, 3, 1e30], [-0.25]).Sha256, ModelFile.Read(builder.Build("{}"), "m").Sha256);
    }

    [Fact]
    public void Contents_that_do_not_fit_together_are_refused()
    {
        (double[], double[], double[])[] wrong =
        [
            ([1, 2], [1], [0]), ([1], [1, 2], [0]), ([1], [1], []), ([1], [1], [0, 0]), ([double.NaN], [1], [0]),
            ([1], [double.PositiveInfinity], [0]), ([1], [1], [double.NegativeInfinity]),
        ];
        foreach (var (weights, means, bias) in wrong) Assert.Throws<ModelFileException>(() => LinearModel.Load(File(weights, means, bias), "m"));
        Assert.Throws<ModelFileException>(() => LinearModel.Load(File([1], [1], [1]), "other"));
    }

    [Fact]
    public void Whatever_numbers_are_loaded_there_is_a_model_or_a_refusal()
    {
        var random = new Xoshiro256(8);
        for (var i = 0; i < 2000; i++)
        {
            var (weights, means, bias) = (Some(ref random), Some(ref random), Some(ref random));
            if (random.NextInt(9) > 0) bias = [0.5];
            try
            {
                var model = LinearModel.Load(File(weights, means, bias), "m");
                Assert.True(weights.Length == means.Length && model.FeatureCount == weights.Length && double.IsFinite(model.Bias));
            }
            catch (ModelFileException)
            {
                // A named refusal.
            }
        }
    }

    [Fact]
    public void Rows_of_another_length_are_refused()
    {
        var model = new LinearModel([1, 2], [0, 0], 0);
        Assert.Throws<ArgumentException>(() => model.Score([1]));
        Assert.Throws<ArgumentException>(() => model.Explain([1, 2], new double[1]));
    }

    private static double[] Some(ref Xoshiro256 random)
    {
        var values = new double[random.NextInt(4)];
        foreach (ref var value in values.AsSpan())
            value = random.NextInt(6) == 0 ? BitConverter.UInt64BitsToDouble(random.NextULong()) : random.NextDouble();
        return values;
    }

    private static ModelFile File(double[] weights, double[] means, double[] bias)
    {
        var builder = new ModelFileBuilder();
        builder.Add<double>("m.weights", weights);
        builder.Add<double>("m.means", means);
        builder.Add<double>("m.bias", bias);
        return ModelFile.Read(builder.Build("{}"), "m");
    }
}
