using System.Numerics;
using Weir.Learning;
using Weir.Learning.Explaining;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Explaining;

public sealed class TreeShapTests
{
    [Fact]
    public void Contributions_are_the_shapley_values_of_all_subsets()
    {
        var data = Toy.Mixed(2000, 7, 3);
        var model = Toy.Fit(data, new BoostedTreesParameters { Trees = 6, MaxLeaves = 12, Threads = 1 });
        var contributions = new double[7];
        for (var i = 0; i < 40; i++)
        {
            var row = Toy.Row(data, i * 50);
            var expected = TreeShap.Explain(model, row, contributions);
            Assert.Equal(Value(model.Table, row, 0), expected, 12);
            for (var f = 0; f < 7; f++) Assert.Equal(BruteForce(model.Table, row, f, 7), contributions[f], 10);
        }
    }

    [Fact]
    public void Both_attributions_add_up_to_the_score()
    {
        var (data, model) = Fitted();
        var contributions = new double[data.FeatureCount];
        for (var i = 0; i < 200; i++)
        {
            var row = Toy.Row(data, i);
            Assert.Equal(model.Score(row), TreeShap.Explain(model, row, contributions) + contributions.Sum(), 9);
            Assert.Equal(model.Score(row), PathAttribution.Explain(model, row, contributions) + contributions.Sum(), 9);
        }
    }

    [Fact]
    public void The_cheap_attribution_mostly_names_the_same_three_features()
    {
        var (data, model) = Fitted();
        var (shared, signs, rows) = (0, 0, 500);
        for (var i = 0; i < rows; i++)
        {
            var (exact, cheap) = (new double[data.FeatureCount], new double[data.FeatureCount]);
            TreeShap.Explain(model, Toy.Row(data, i), exact);
            PathAttribution.Explain(model, Toy.Row(data, i), cheap);
            var (a, b) = (Top(exact), Top(cheap));
            shared += a.Intersect(b).Count();
            signs += a.Count(f => exact[f] > 0 == cheap[f] > 0);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"top-3 overlap {shared / (3.0 * rows):P1}, equal signs of the exact top 3 {signs / (3.0 * rows):P1}");
        Assert.True(shared > 0.8 * 3 * rows);
        Assert.True(signs > 0.95 * 3 * rows);
    }

    /// <summary>Few features come again and again on a way; many make ways that need more points than one vector has.</summary>
    [Theory]
    [InlineData(2, 20, 40)]
    [InlineData(5, 20, 64)]
    [InlineData(60, 10, 300)]
    public void Contributions_are_those_of_the_published_algorithm(int features, int trees, int leaves)
    {
        var model = new BoostedTrees(SomeTrees.Table(4, features, trees, leaves), new double[features]);
        var rows = SomeTrees.Rows(model.Table, 6, 30);
        var (contributions, published) = (new double[features], new double[features]);
        var path = new PathElement[40_000];
        for (var i = 0; i < 30; i++)
        {
            var row = rows.AsSpan(i * features, features);
            published.AsSpan().Clear();
            foreach (var root in model.Table.Starts) new ShapWalk(model.Table, row, published).Visit(root, path, 0, 1, 1, -1);
            TreeShap.Explain(model, row, contributions);
            for (var f = 0; f < features; f++) Assert.Equal(published[f], contributions[f], 9);
        }
    }

    [Theory]
    [InlineData(5, 70, 64)]
    [InlineData(200, 7, 300)]
    public void The_cheap_attribution_follows_the_path(int features, int trees, int leaves)
    {
        var model = new BoostedTrees(SomeTrees.Table(4, features, trees, leaves), new double[features]);
        var (table, rows) = (model.Table, SomeTrees.Rows(model.Table, 6, 50));
        var (contributions, plain) = (new double[features], new double[features]);
        for (var i = 0; i < 50; i++)
        {
            var row = rows.AsSpan(i * features, features);
            plain.AsSpan().Clear();
            foreach (var root in table.Starts)
            {
                for (int node = root, child; table.Left[node] >= 0; node = child)
                {
                    child = table.Left[node] + (table.GoesLeft(node, row) ? 0 : 1);
                    plain[table.Feature[node]] += table.Value[child] - table.Value[node];
                }
            }
            Assert.Equal(table.Bias + table.Starts.Sum(root => table.Value[root]), PathAttribution.Explain(model, row, contributions), 9);
            for (var f = 0; f < features; f++) Assert.Equal(plain[f], contributions[f], 9);
        }
    }

    [Fact]
    public void Explaining_allocates_nothing_after_the_first_row()
    {
        var (data, model) = Fitted();
        var (row, contributions) = (Toy.Row(data, 3), new double[data.FeatureCount]);
        for (var i = 0; i < 3; i++) _ = TreeShap.Explain(model, row, contributions) + PathAttribution.Explain(model, row, contributions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) _ = TreeShap.Explain(model, row, contributions) + PathAttribution.Explain(model, row, contributions);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_model_without_trees_explains_nothing()
    {
        var model = Toy.Fit(Toy.Of([[1, 2, 3]], [0, 1, 1]), new BoostedTreesParameters());
        var contributions = new double[] { 5 };
        Assert.Equal(Math.Log(2), TreeShap.Explain(model, [1], contributions), 12);
        Assert.Equal(0, contributions[0]);
    }

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        var model = Toy.Fit(Toy.Of([[1, 2, 3]], [0, 1, 1]), new BoostedTreesParameters());
        Assert.Throws<ArgumentException>(() => TreeShap.Explain(model, [1], new double[2]));
        Assert.Throws<ArgumentException>(() => PathAttribution.Explain(model, [1, 2], new double[1]));
    }

    private static (Dataset Data, BoostedTrees Model) Fitted()
    {
        var data = Toy.Mixed(10_000, 16, 3);
        return (data, Toy.Fit(data, new BoostedTreesParameters { Trees = 60, MaxLeaves = 31, Threads = 1 }));
    }

    private static int[] Top(double[] contributions) =>
        [.. Enumerable.Range(0, contributions.Length).OrderByDescending(f => Math.Abs(contributions[f])).Take(3)];

    private static double BruteForce(TreeTable table, float[] row, int feature, int features)
    {
        double sum = 0;
        for (uint subset = 0; subset < 1u << features; subset++)
        {
            if ((subset >> feature & 1) != 0) continue;
            var size = BitOperations.PopCount(subset);
            var weight = Factorial(size) * Factorial(features - size - 1) / Factorial(features);
            sum += weight * (Value(table, row, subset | 1u << feature) - Value(table, row, subset));
        }
        return sum;
    }

    /// <summary>The mean score when only the features of the subset are known.</summary>
    private static double Value(TreeTable table, float[] row, uint known) => table.Bias + table.Starts.Sum(root => Below(table, root, row, known));

    private static double Below(TreeTable table, int node, float[] row, uint known)
    {
        var left = table.Left[node];
        if (left < 0) return table.Value[node];
        if ((known >> table.Feature[node] & 1) != 0) return Below(table, left + (table.GoesLeft(node, row) ? 0 : 1), row, known);
        var (a, b) = (table.Cover[left], table.Cover[left + 1]);
        return (a * Below(table, left, row, known) + b * Below(table, left + 1, row, known)) / (a + b);
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
