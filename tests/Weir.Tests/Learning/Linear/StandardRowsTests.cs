using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class StandardRowsTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(37)]
    public void Rows_multiply_and_add_as_plain_loops_do_to_the_last_bit(int features)
    {
        var data = Toy.Mixed(50, features, 51);
        var team = new WorkTeam(1, TestContext.Current.CancellationToken);
        var standardizer = Standardizer.Fit(data, team);
        var rows = new StandardRows(data, standardizer, team);
        Assert.Equal(0, rows.Stride % 16);
        var random = new Xoshiro256(2);
        var weights = new double[rows.Stride];
        foreach (ref var w in weights.AsSpan()) w = random.NextDouble() - 0.5;
        for (var i = 0; i < data.Rows; i++)
        {
            var row = new float[rows.Stride];
            for (var f = 0; f < features; f++) row[f] = standardizer.Apply(f, data.Columns[f][i]);
            row[features] = 1;
            Assert.Equal(row, rows[i].ToArray());
            Assert.Equal(PlainDot(row, weights), rows.Dot(i, weights));
            var expected = weights.Select((w, f) => w + row[f] * 0.3).ToArray();
            rows.AddTo(weights, i, 0.3);
            Assert.Equal(expected, weights);
        }
    }

    private static double PlainDot(float[] row, double[] weights)
    {
        var lanes = new double[16];
        for (var f = 0; f < row.Length; f++) lanes[f % 16] += row[f] * weights[f];
        for (var half = 8; half > 0; half /= 2)
            for (var i = 0; i < half; i++) lanes[i] += lanes[i + half];
        return lanes[0];
    }
}
