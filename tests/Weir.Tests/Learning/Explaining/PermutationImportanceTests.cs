using Weir.Learning;
using Weir.Learning.Explaining;
using Weir.Learning.Linear;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Explaining;

public sealed class PermutationImportanceTests
{
    [Fact]
    public void Columns_that_the_model_relies_on_lose_most_and_others_nothing()
    {
        var data = Noise(2000, 1);
        var model = new LinearModel([2, 1, 0], [0, 0, 0], 0);
        var (auc, losses) = PermutationImportance.Of(model, data, [[0], [1], [2], []], ct: TestContext.Current.CancellationToken);
        Assert.Equal(RankingMetrics.RocAuc(model.Scores(data, null, TestContext.Current.CancellationToken), data.Labels), auc);
        Assert.True(losses[0].Mean > losses[1].Mean && losses[1].Mean > 0.02);
        Assert.Equal(new AucLoss(0, 0), losses[2]);
        Assert.Equal(new AucLoss(0, 0), losses[3]);
        Assert.InRange(losses[0].Deviation, 1e-6, 0.05);
    }

    [Fact]
    public void Columns_of_a_set_are_shuffled_together()
    {
        // Their difference is 0 in every row, which only holds while they move as one.
        var data = Noise(500, 2);
        data.Columns[1] = [.. data.Columns[0]];
        var model = new LinearModel([5, -5, 1], [0, 0, 0], 0);
        var losses = PermutationImportance.Of(model, data, [[0, 1], [0]], ct: TestContext.Current.CancellationToken).Losses;
        Assert.Equal(0, losses[0].Mean);
        Assert.NotEqual(0, losses[1].Mean);
    }

    [Fact]
    public void The_seed_decides_and_faults_are_named()
    {
        var data = Noise(300, 3);
        var model = new LinearModel([2, 1, 0], [0, 0, 0], 0);
        AucLoss[] Of(ulong seed) => PermutationImportance.Of(model, data, [[0], [1]], 3, seed, TestContext.Current.CancellationToken).Losses;
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationImportance.Of(model, data, [], 0, ct: TestContext.Current.CancellationToken));
        Assert.Contains("0 .. 2", Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model, data, [[3]], ct: TestContext.Current.CancellationToken)).Message);
    }

    private static Dataset Noise(int rows, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var columns = new float[3][];
        for (var f = 0; f < 3; f++)
        {
            columns[f] = new float[rows];
            for (var i = 0; i < rows; i++) columns[f][i] = (float)random.NextDouble() - 0.5f;
        }
        return Toy.Of(columns, [.. Enumerable.Range(0, rows).Select(i => (byte)(2 * columns[0][i] + columns[1][i] + 0.3 * (random.NextDouble() - 0.5) > 0 ? 1 : 0))]);
    }
}
