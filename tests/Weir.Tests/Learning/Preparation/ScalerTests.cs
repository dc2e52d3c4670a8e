using Weir.Learning;
using Weir.Learning.Preparation;
using Xunit;

namespace Weir.Tests.Learning.Preparation;

public sealed class ScalerTests
{
    // scikit-learn 1.2.1: fit_transform of SomeTables.Levels(50, 4, 1000, 13), its cells that are no holes summed with weights 1, 2, 3
    // and so on row by row, and its first row.
    [Theory]
    [InlineData(Scaling.Standard, 465.8067102508653, 0.985920441074, 0.319397149884, 0.632710161026, 0.274227201348)]
    [InlineData(Scaling.MinMax, 7547.238812285806, 0.773745997866, 0.668399168399, 0.717894736842, 0.606438213915)]
    [InlineData(Scaling.Robust, -345.8633405327251, 0.439042916825, 0.040781648258, 0.443712969059, 0.190582959641)]
    public void Scales_are_those_of_scikit_learn(Scaling scaling, double sum, double a, double b, double c, double d)
    {
        var table = SomeTables.Levels(50, 4, 1000, 13);
        var scaled = Scaler.Fit(table, scaling).Transform(table);
        Assert.Equal(sum, Enumerable.Range(0, 200).Select(i => (i + 1) * scaled[i % 4][i / 4]).Where(x => !double.IsNaN(x)).Sum(), 1e-8);
        Assert.Equal([a, b, c, d], scaled.Select(column => column[0]), (x, y) => Math.Abs(x - y) < 1e-11);
    }

    [Fact]
    public void Constant_empty_and_endless_columns_are_left_finite()
    {
        double[][] table = [[3, 3, 3], [double.NaN, double.NaN, double.NaN], [0.1, 0.1, 0.1], [1e308, -1e308, double.PositiveInfinity]];
        foreach (var scaling in Enum.GetValues<Scaling>())
        {
            var scaler = Scaler.Fit(table, scaling);
            Assert.All(scaler.Scales.ToArray(), scale => Assert.True(scale > 0 && double.IsFinite(scale)));
            Assert.Equal(scaling == Scaling.None ? 3 : 0, scaler.Apply(0, 3));
            Assert.True(double.IsNaN(scaler.Apply(1, double.NaN)));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaler.Fit(table, (Scaling)9));
        Assert.Throws<ArgumentException>(() => Scaler.Fit(table, Scaling.Standard).Transform([[1]]));
    }

    [Fact]
    public void A_loaded_scaler_says_the_same_and_a_damaged_one_is_refused()
    {
        var scaler = Scaler.Fit(SomeTables.Levels(20, 3, 9, 1), Scaling.Robust);
        var builder = new ModelFileBuilder();
        scaler.Save(builder, "s");
        var loaded = Scaler.Load(ModelFile.Read(builder.Build("{}"), "m"), "s");
        Assert.Equal(scaler.Centers.ToArray(), loaded.Centers.ToArray());
        Assert.Equal(scaler.Scales.ToArray(), loaded.Scales.ToArray());
        foreach (var bad in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            builder = new ModelFileBuilder();
            builder.Add<double>("s.centers", [1]);
            builder.Add<double>("s.scales", [bad]);
            Assert.Throws<ModelFileException>(() => Scaler.Load(ModelFile.Read(builder.Build("{}"), "m"), "s"));
        }
    }
}
