using Weir.Learning;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class BoostedTreesTests
{
    private static readonly Dataset Data = Toy.Mixed(5000, 21, 11);
    private static readonly BoostedTrees Model = Toy.Fit(Data, new BoostedTreesParameters { Trees = 37, MaxLeaves = 31, Threads = 1 });

    [Fact]
    public void The_score_equals_the_plain_walk_to_the_last_bit()
    {
        var random = new Xoshiro256(5);
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue];
        for (var i = 0; i < 4_000; i++)
        {
            var row = Toy.Row(Data, random.NextInt(Data.Rows));
            for (var f = 0; f < row.Length; f++)
                if (random.NextInt(4) == 0) row[f] = Odd(ref random, odd, f);
            Assert.Equal(BitConverter.DoubleToInt64Bits(SomeTrees.PlainScore(Model.Table, row)), BitConverter.DoubleToInt64Bits(Model.Score(row)));
        }
    }

    [Fact]
    public void A_saved_model_loads_and_scores_the_same()
    {
        var loaded = BoostedTrees.Load(ModelFile.Read(File(Model), "test"), "trees");
        Assert.Equal(Toy.Scores(Model, Data), Toy.Scores(loaded, Data));
        Assert.Equal(Model.Importance, loaded.Importance);
        Assert.Equal(File(Model), File(loaded));
    }

    [Fact]
    public void A_damaged_table_is_refused_and_never_walked_out_of_bounds()
    {
        var random = new Xoshiro256(9);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var table = Copy(Model.Table, ref random);
            if (!table.Complete())
            {
                refused++;
                continue;
            }
            Assert.True(double.IsFinite(new BoostedTrees(table, new double[table.FeatureCount]).Score(Toy.Row(Data, i))));
        }
        Assert.True(refused > 1000);
    }

    [Fact]
    public void Rows_that_do_not_fit_the_scores_are_refused() =>
        Assert.Throws<ArgumentException>(() => Model.Score(new float[21 * 3], new double[2]));

    [Fact]
    public void A_row_of_the_wrong_length_is_refused() => Assert.Throws<ArgumentException>(() => Model.Score(new float[20]));

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var row = Toy.Row(Data, 0);
        var sum = Model.Score(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) sum += Model.Score(row);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void Many_features_score_too()
    {
        var columns = Enumerable.Range(0, 700).Select(f => Data.Columns[f % 21]).ToArray();
        var data = Toy.Of(columns, Data.Labels);
        var model = Toy.Fit(data, new BoostedTreesParameters { Trees = 3, Threads = 1 });
        Assert.Equal(SomeTrees.PlainScore(model.Table, Toy.Row(data, 1)), model.Score(Toy.Row(data, 1)));
    }

    private static float Odd(ref Xoshiro256 random, float[] odd, int feature)
    {
        var splits = Enumerable.Range(0, Model.Table.Nodes).Where(n => Model.Table.Feature[n] == feature).ToArray();
        if (splits.Length == 0 || random.NextInt(2) == 0) return odd[random.NextInt(odd.Length)];
        var threshold = Model.Table.Threshold[splits[random.NextInt(splits.Length)]];
        return random.NextInt(2) == 0 ? threshold : MathF.BitIncrement(threshold);
    }

    private static byte[] File(BoostedTrees model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "trees");
        return builder.Build("{}");
    }

    private static TreeTable Copy(TreeTable t, ref Xoshiro256 random)
    {
        var copy = new TreeTable
        {
            FeatureCount = t.FeatureCount,
            Bias = t.Bias,
            Starts = [.. t.Starts],
            Feature = [.. t.Feature],
            Threshold = [.. t.Threshold],
            MissingLeft = [.. t.MissingLeft],
            Left = [.. t.Left],
            Value = [.. t.Value],
            Cover = [.. t.Cover],
        };
        var array = random.NextInt(3) switch { 0 => copy.Starts, 1 => copy.Feature, _ => copy.Left };
        array[random.NextInt(array.Length)] += random.NextInt(5) switch { 0 => 1, 1 => -1, 2 => 1000, 3 => int.MaxValue, _ => -1000 };
        return copy;
    }
}
