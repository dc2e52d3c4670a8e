using Weir.Learning;
using Weir.Learning.Preparation;
using Xunit;

namespace Weir.Tests.Learning.Preparation;

public sealed class SimpleImputerTests
{
    // scikit-learn 1.2.1: SimpleImputer(strategy, fill_value=9, add_indicator=True).fit_transform of SomeTables.Levels(50, 4, 7, 14),
    // summed with weights 1, 2, 3 and so on row by row.
    [Theory]
    [InlineData(Imputation.Mean, 133311.4135338346)]
    [InlineData(Imputation.Median, 135180)]
    [InlineData(Imputation.Mode, 127706)]
    [InlineData(Imputation.Constant, 189652)]
    public void Fillings_are_those_of_scikit_learn(Imputation strategy, double sum)
    {
        var table = SomeTables.Levels(50, 4, 7, 14);
        var filled = new SimpleImputerParameters { Strategy = strategy, Constant = 9, Indicators = true }.Fit(table).Transform(table);
        Assert.Equal(8, filled.Length);
        Assert.Equal(sum, Enumerable.Range(0, 400).Sum(i => (i + 1) * filled[i % 8][i / 8]), 1e-7);
    }

    [Fact]
    public void Empty_columns_are_left_out_or_kept_and_only_holes_of_training_are_marked()
    {
        double[][] train = [[1, 2], [double.NaN, double.NaN], [double.PositiveInfinity, 5]];
        double[][] rows = [[double.NaN], [4], [double.NaN]];
        var imputer = new SimpleImputerParameters { Indicators = true }.Fit(train);
        Assert.Equal([[1.5], [5], [0], [1]], imputer.Transform(rows));
        Assert.Equal([0, 2], imputer.Kept);
        Assert.Equal([1, 2], imputer.Marked);
        Assert.Equal([[1.5], [4], [5]], new SimpleImputerParameters { KeepEmpty = true }.Fit(train).Transform(rows));
        Assert.Throws<ArgumentException>(() => imputer.Transform([[1]]));
    }

    [Fact]
    public void Numbers_near_the_end_of_the_range_give_finite_fillings()
    {
        double[][] table = [[1e308, 1.5e308, double.NaN], [-1e308, 1e308, double.NaN]];
        foreach (var strategy in (Imputation[])[Imputation.Mean, Imputation.Median, Imputation.Mode])
            Assert.All(new SimpleImputerParameters { Strategy = strategy }.Fit(table).Fills.ToArray(), fill => Assert.True(double.IsFinite(fill)));
    }

    [Fact]
    public void Parameters_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new SimpleImputerParameters { Strategy = Imputation.Knn }.Fit([[1]]));
        Assert.Throws<ArgumentException>(() => new SimpleImputerParameters { Strategy = Imputation.None }.Fit([[1]]));
        Assert.Throws<ArgumentException>(() => new SimpleImputerParameters { Constant = double.NaN }.Fit([[1]]));
    }

    [Fact]
    public void A_loaded_imputer_says_the_same_and_a_damaged_one_is_refused()
    {
        var table = SomeTables.Levels(30, 3, 5, 2);
        var imputer = new SimpleImputerParameters { Indicators = true }.Fit(table);
        var builder = new ModelFileBuilder();
        imputer.Save(builder, "s");
        Assert.Equal(imputer.Transform(table), SimpleImputer.Load(ModelFile.Read(builder.Build("{}"), "m"), "s").Transform(table));
        foreach (var (fill, kept) in ((double, int)[])[(double.NaN, 0), (1, 1), (1, -1)])
        {
            builder = new ModelFileBuilder();
            builder.Add<double>("s.fills", [fill]);
            builder.Add<int>("s.kept", [kept]);
            builder.Add<int>("s.marked", []);
            Assert.Throws<ModelFileException>(() => SimpleImputer.Load(ModelFile.Read(builder.Build("{}"), "m"), "s"));
        }
    }
}
