using Weir.Learning;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class CategoricalTreesTests
{
    private static readonly CategoricalTreesParameters Small = new()
    {
        Columns = [0],
        Trees = new() { Trees = 30, MaxLeaves = 8, MinRowsInLeaf = 5, Threads = 1 },
    };

    [Fact]
    public void Categories_without_an_order_are_learned_where_numbers_are_not()
    {
        var (train, test) = (Coded(6000, 1), Coded(3000, 2));
        var stumps = Small with { Trees = Small.Trees with { Trees = 3, MaxLeaves = 2 } };
        var with = stumps.Fit(train, ct: TestContext.Current.CancellationToken);
        var without = Toy.Fit(train, stumps.Trees);
        Assert.True(Auc(with, test) > 0.9);
        Assert.True(Auc(without, test) < 0.7);
    }

    [Fact]
    public void A_code_of_its_own_for_every_row_teaches_nothing()
    {
        var random = new Xoshiro256(4);
        float[] codes = [.. Enumerable.Range(0, 4000).Select(i => (float)i)];
        float[] signal = [.. codes.Select(_ => (float)random.NextDouble())];
        byte[] labels = [.. signal.Select(s => random.NextDouble() < s ? (byte)1 : (byte)0)];
        var model = Small.Fit(Toy.Of([codes, signal], labels), ct: TestContext.Current.CancellationToken);
        Assert.True(model.Importance[0] < model.Importance[1] / 100);
    }

    [Fact]
    public void Unknown_codes_count_as_average_and_missing_ones_as_missing()
    {
        var data = Toy.Of([[.. Enumerable.Range(0, 900).Select(i => i % 3 == 2 ? float.NaN : i % 3)]], [.. Enumerable.Range(0, 900).Select(i => (byte)(i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : i / 3 % 4 == 0 ? 1 : 0))]);
        var model = Small.Fit(data, ct: TestContext.Current.CancellationToken);
        Assert.True(model.Score([0]) < -2);
        Assert.True(model.Score([1]) > 2);
        Assert.InRange(model.Score([float.NaN]), -1.6, -0.7);
        Assert.Equal(model.Score([77]), model.Score([-5]));
    }

    [Fact]
    public void A_saved_model_is_the_same_and_damage_is_refused()
    {
        var data = Coded(3000, 3);
        var model = Small.Fit(data, ct: TestContext.Current.CancellationToken);
        var loaded = CategoricalTrees.Load(File(model), "m");
        for (var i = 0; i < 300; i++) Assert.Equal(model.Score(Toy.Row(data, i)), loaded.Score(Toy.Row(data, i)));
        var contributions = new double[2];
        Assert.Equal(loaded.Score(Toy.Row(data, 0)), loaded.Explain(Toy.Row(data, 0), contributions) + contributions.Sum(), 9);
        Assert.Throws<ModelFileException>(() => CategoricalTrees.Load(File(model, b => b.Add<int>("m.starts", [0, 7_000_000])), "m"));
        Assert.Throws<ModelFileException>(() => CategoricalTrees.Load(File(model, b => b.Add<int>("m.columns", [9])), "m"));
        Assert.Throws<ModelFileException>(() => CategoricalTrees.Load(File(model, b => b.Add<float>("m.rates", [2])), "m"));
    }

    [Fact]
    public void Every_fault_of_the_parameters_is_named()
    {
        var wrong = Small with { Columns = [0, 0, 5], Smoothing = 0, Folds = 1 };
        var message = Assert.Throws<ArgumentException>(() => wrong.Fit(Coded(100, 1), ct: TestContext.Current.CancellationToken)).Message;
        Assert.All(["one that is not in", "twice", "Smoothing", "Folds"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    /// <summary>200 codes, of which a scattered half means label 1; and a column of noise.</summary>
    private static Dataset Coded(int rows, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var columns = new[] { new float[rows], new float[rows] };
        var labels = new byte[rows];
        for (var i = 0; i < rows; i++)
        {
            var code = random.NextInt(200);
            (columns[0][i], columns[1][i]) = (code, (float)random.NextDouble());
            labels[i] = random.NextDouble() < (SplitMix64.Mix((ulong)code) % 2 == 0 ? 0.95 : 0.05) ? (byte)1 : (byte)0;
        }
        return Toy.Of(columns, labels);
    }

    private static double Auc(IClassifier model, Dataset test) =>
        RankingMetrics.RocAuc([.. Enumerable.Range(0, test.Rows).Select(i => model.Score(Toy.Row(test, i)))], test.Labels);

    private static ModelFile File(CategoricalTrees model, Action<ModelFileBuilder>? damage = null)
    {
        var builder = new ModelFileBuilder();
        damage?.Invoke(builder);
        model.Save(damage == null ? builder : new ModelFileBuilder(), "m");
        if (damage != null) SaveRest(model, builder);
        return ModelFile.Read(builder.Build("{}"), "test");
    }

    /// <summary>The model's sections that the damage has not written.</summary>
    private static void SaveRest(CategoricalTrees model, ModelFileBuilder builder)
    {
        var whole = new ModelFileBuilder();
        model.Save(whole, "m");
        var file = ModelFile.Read(whole.Build("{}"), "whole");
        var damaged = ModelFile.Read(builder.Build("{}"), "damaged");
        foreach (var name in new[] { "columns", "starts" }.Where(n => !damaged.Has("m." + n))) builder.Add<int>("m." + name, file.Get<int>("m." + name));
        foreach (var name in new[] { "codes", "rates" }.Where(n => !damaged.Has("m." + n))) builder.Add<float>("m." + name, file.Get<float>("m." + name));
        BoostedTrees.Load(file, "m.trees").Save(builder, "m.trees");
    }
}
