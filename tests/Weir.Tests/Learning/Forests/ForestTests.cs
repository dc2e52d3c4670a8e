using Weir.Learning;
using Weir.Learning.Forests;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Forests;

public sealed class ForestTests
{
    private static readonly Dataset Data = Toy.Mixed(600, 6, 3);
    private static readonly Forest Model = (Forest)((ILearner)new RandomForestParameters { Trees = 9, MinRowsInLeaf = 5, Threads = 1 }).Fit(Data);

    [Fact]
    public void The_score_is_the_log_odds_of_the_mean_leaf()
    {
        for (var i = 0; i < Data.Rows; i++)
        {
            var row = Toy.Row(Data, i);
            var share = Model.Table.Starts.Sum(root => Walk(Model.Table, root, row));
            Assert.Equal(Math.Log(share / (1 - share)), Model.Score(row), 9);
        }
    }

    [Fact]
    public void Rows_in_a_block_score_as_alone_to_the_last_bit()
    {
        float[] rows = [.. Enumerable.Range(0, Data.Rows).SelectMany(i => Toy.Row(Data, i))];
        var scores = new double[Data.Rows];
        Model.Score(rows, scores);
        for (var i = 0; i < scores.Length; i++) Assert.Equal(Model.Score(Toy.Row(Data, i)), scores[i]);
    }

    [Fact]
    public void A_saved_forest_loads_and_scores_the_same()
    {
        var loaded = Forest.Load(ModelFile.Read(File(Model), "m.weir"), "forest");
        for (var i = 0; i < Data.Rows; i++) Assert.Equal(Model.Score(Toy.Row(Data, i)), loaded.Score(Toy.Row(Data, i)));
        Assert.Equal(Model.Importance, loaded.Importance);
        Assert.Equal(File(Model), File(loaded));
    }

    [Fact]
    public void Trees_that_are_no_forest_are_refused_by_name()
    {
        var boosted = new ModelFileBuilder();
        Toy.Fit(Data, new BoostedTreesParameters { Trees = 3, Threads = 1 }).Save(boosted, "forest");
        var refusal = Assert.Throws<ModelFileException>(() => Forest.Load(ModelFile.Read(boosted.Build("{}"), "m.weir"), "forest"));
        Assert.StartsWith("The model file m.weir holds trees in 'forest' that are no forest", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_is_refused_or_gives_finite_scores()
    {
        var random = new Xoshiro256(4);
        var row = Toy.Row(Data, 0);
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var file = DamagedFile.Of(File(Model), ref random);
            try
            {
                Assert.True(double.IsFinite(Forest.Load(ModelFile.Read(file, "m.weir"), "forest").Score(row)));
            }
            catch (ModelFileException e)
            {
                Assert.StartsWith("The model file m.weir ", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 300, 2_990);
    }

    [Fact]
    public void A_row_of_the_wrong_length_is_refused() => Assert.Throws<ArgumentException>(() => Model.Score(new float[5]));

    private static double Walk(TreeTable table, int root, float[] row)
    {
        var node = root;
        while (table.Left[node] >= 0) node = table.Left[node] + (table.GoesLeft(node, row) ? 0 : 1);
        return table.Value[node];
    }

    private static byte[] File(Forest model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "forest");
        return builder.Build("{}");
    }
}
