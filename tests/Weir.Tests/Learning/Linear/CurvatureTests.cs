using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class CurvatureTests
{
    private static readonly WorkTeam Alone = new(1, TestContext.Current.CancellationToken);

    [Fact]
    public void It_undoes_the_change_of_the_gradient()
    {
        var loss = Loss(Toy.Mixed(4000, 9, 31), 1);
        double[] point = [.. Enumerable.Range(0, 10).Select(i => Math.Sin(i) / 3)];
        var (above, below) = (new double[10], new double[10]);
        for (var f = 0; f < 10; f++)
        {
            var at = point[f];
            point[f] = at + 1 / 128.0;
            loss.Evaluate(point, above);
            point[f] = at - 1 / 128.0;
            loss.Evaluate(point, below);
            point[f] = at;
            // The difference is the matrix times a unit vector: solved for, it is that unit vector.
            double[] change = [.. above.Zip(below, (a, b) => 64 * (a - b))];
            loss.CurvatureAt(point).Solve(change);
            for (var i = 0; i < 10; i++) Assert.Equal(i == f ? 1 : 0, change[i], 2);
        }
    }

    [Fact]
    public void It_is_the_same_bits_at_any_number_of_threads()
    {
        var data = Toy.Mixed(50_000, 12, 32);
        double[] one = [.. Enumerable.Repeat(1.0, 13)], two = [.. one];
        Loss(data, 1).CurvatureAt(new double[13]).Solve(one);
        Loss(data, 2).CurvatureAt(new double[13]).Solve(two);
        Assert.Equal(one, two);
    }

    [Fact]
    public void Columns_that_are_one_another_do_not_break_it()
    {
        var data = Toy.Mixed(300, 6, 33);
        data = Toy.Of([data.Columns[0], data.Columns[0], data.Columns[0], new float[300]], data.Labels);
        double[] vector = [1, 1, 1, 0, 0.5];
        Loss(data, 1).CurvatureAt(new double[5]).Solve(vector);
        Assert.All(vector, v => Assert.True(double.IsFinite(v)));
    }

    private static LogisticLoss Loss(Dataset data, int threads)
    {
        var team = threads == 1 ? Alone : new WorkTeam(threads, TestContext.Current.CancellationToken);
        var standardizer = Standardizer.Fit(data, team);
        return new LogisticLoss(new StandardBlocks(data, standardizer, team), data, 1, team);
    }
}
