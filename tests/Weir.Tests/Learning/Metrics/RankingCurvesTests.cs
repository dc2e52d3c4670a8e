using Weir.Learning.Metrics;
using Xunit;

namespace Weir.Tests.Learning.Metrics;

public sealed class RankingCurvesTests
{
    [Fact]
    public void The_points_of_four_rows_are_those_worked_out_by_hand()
    {
        double[] scores = [0.9, 0.8, 0.8, 0.1];
        byte[] labels = [1, 1, 0, 0];
        Assert.Equal([new(0, 0), new(0, 0.5), new(0.5, 1), new(1, 1)], RankingCurves.Roc(scores, labels));
        Assert.Equal([new(0.5, 1), new(1, 2.0 / 3), new(1, 0.5)], RankingCurves.PrecisionRecall(scores, labels));
    }

    [Fact]
    public void A_missing_class_has_no_curve()
    {
        Assert.Empty(RankingCurves.Roc([0.5, 0.6], [1, 1]));
        Assert.Empty(RankingCurves.PrecisionRecall([0.5, 0.6], [0, 0]));
        Assert.Empty(RankingCurves.Roc([], []));
    }

    [Fact]
    public void Many_rows_are_thinned_and_the_ends_and_the_area_stay()
    {
        var random = new Random(3);
        var labels = Enumerable.Range(0, 50_000).Select(_ => (byte)random.Next(2)).ToArray();
        var scores = labels.Select(label => (0.3 * label) + (0.7 * random.NextDouble())).ToArray();
        var roc = RankingCurves.Roc(scores, labels);
        Assert.InRange(roc.Count, 100, 300);
        Assert.Equal((new CurvePoint(0, 0), new CurvePoint(1, 1)), (roc[0], roc[^1]));
        var area = roc.Zip(roc.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
        Assert.Equal(new RankedRows(scores, labels).RocAuc(), area, 0.002);
        Assert.InRange(roc.Count(point => point.X is > 0 and < 0.01), 15, 100);
        Assert.InRange(RankingCurves.PrecisionRecall(scores, labels).Count, 90, 110);
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 2000).Select(_ => (Score: Math.Round(random.NextDouble(), 2), Label: (byte)random.Next(2))).ToArray();
        var turned = rows.Reverse().ToArray();
        Assert.Equal(RankingCurves.Roc([.. rows.Select(row => row.Score)], [.. rows.Select(row => row.Label)]),
            RankingCurves.Roc([.. turned.Select(row => row.Score)], [.. turned.Select(row => row.Label)]));
    }
}
