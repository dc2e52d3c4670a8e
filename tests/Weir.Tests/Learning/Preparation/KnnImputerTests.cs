using Weir.Learning;
using Weir.Learning.Neighbours;
using Weir.Learning.Numerics;
using Weir.Learning.Preparation;
using Xunit;

namespace Weir.Tests.Learning.Preparation;

public sealed class KnnImputerTests
{
    // scikit-learn 1.2.1 with NumPy 1.24.2 and the reference BLAS: KNNImputer(n_neighbors, weights).fit_transform of the same
    // tables; the holes in row order, summed with weights 1, 2, 3 and so on, and the first three of them.
    [Theory]
    [InlineData(60, 6, 3, 3, NeighbourWeights.Uniform, 1, 65, 2088.0, 2.0, 0.666666666667, 1.333333333333)]
    [InlineData(60, 6, 3, 5, NeighbourWeights.Uniform, 2, 103, 5432.999999999999, 1.8, 1.2, 0.4)]
    [InlineData(80, 7, 4, 5, NeighbourWeights.Distance, 3, 140, 15913.137990244213, 2.2, 1.5, 1.5)]
    [InlineData(60, 5, 2, 60, NeighbourWeights.Uniform, 4, 64, 1048.1493494420727, 0.541666666667, 0.363636363636, 0.595744680851)]
    [InlineData(300, 8, 3, 7, NeighbourWeights.Uniform, 5, 624, 197905.42857142867, 0.857142857143, 1.142857142857, 1.142857142857)]
    [InlineData(60, 6, 1000003, 4, NeighbourWeights.Distance, 6, 88, 1864705322.444884, 703576.748344329, 234124.41420136977, 653616.0097800463)]
    [InlineData(7, 3, 2, 5, NeighbourWeights.Uniform, 7, 4, 0.8, 0.8, 0, 0)]
    public void Holes_are_filled_as_scikit_learn_fills_them_ties_included(
        int rows, int columns, int levels, int neighbours, NeighbourWeights weights, ulong seed, int holes, double sum, double first, double second, double third)
    {
        var table = SomeTables.Levels(rows, columns, levels, seed);
        var filled = new KnnImputerParameters { Neighbours = neighbours, Weights = weights }.Fit(table).Transform(table, TestContext.Current.CancellationToken);
        double[] values = [.. from i in Enumerable.Range(0, rows) from c in Enumerable.Range(0, columns) where double.IsNaN(table[c][i]) select filled[c][i]];
        Assert.Equal(holes, values.Length);
        Assert.Equal(sum, values.Select((value, i) => (i + 1) * value).Sum(), Math.Max(1, sum) * 1e-12);
        Assert.Equal([first, second, third], values.Take(3), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    // The same peer on SomeTables.Levels(120, 6, 1000003, 21) times 7.1: the bits of its answers, as hash = hash x Knuth's factor + bits.
    [Theory]
    [InlineData(5, NeighbourWeights.Uniform, 16322503511997882732)]
    [InlineData(12, NeighbourWeights.Uniform, 896376867117231997)]
    [InlineData(5, NeighbourWeights.Distance, 10182367972460563745)]
    [InlineData(200, NeighbourWeights.Distance, 8815565079712592511)]
    public void Large_numbers_are_filled_to_the_last_bit(int neighbours, NeighbourWeights weights, ulong hash)
    {
        var table = Array.ConvertAll(SomeTables.Levels(120, 6, 1000003, 21), column => Array.ConvertAll(column, value => value * 7.1));
        var filled = new KnnImputerParameters { Neighbours = neighbours, Weights = weights }.Fit(table).Transform(table, TestContext.Current.CancellationToken);
        var found = 0UL;
        for (var i = 0; i < 120; i++)
            for (var c = 0; c < 6; c++)
                if (double.IsNaN(table[c][i])) found = found * 6364136223846793005 + BitConverter.DoubleToUInt64Bits(filled[c][i]);
        Assert.Equal(hash, found);
    }

    [Theory]
    [InlineData(5, NeighbourWeights.Uniform, 0.1)]
    [InlineData(3, NeighbourWeights.Uniform, 0.4)]
    [InlineData(4, NeighbourWeights.Distance, 0.2)]
    [InlineData(1, NeighbourWeights.Distance, 0.05)]
    [InlineData(40, NeighbourWeights.Uniform, 0.3)]
    public void The_fast_way_says_what_the_plain_one_says(int neighbours, NeighbourWeights weights, double holes)
    {
        foreach (var (rows, columns) in (ReadOnlySpan<(int, int)>)[(1, 3), (16, 1), (33, 4), (150, 9), (90, 17)])
        {
            var donors = SomeTables.Mixed(rows, columns, holes, 5);
            var table = SomeTables.Mixed(rows + 3, columns, holes, 6);
            var imputer = new KnnImputerParameters { Neighbours = neighbours, Weights = weights, KeepEmpty = true }.Fit(donors);
            Same(PlainKnnImputer.Fill(donors, donors, neighbours, weights), imputer.Transform(donors, TestContext.Current.CancellationToken));
            Same(PlainKnnImputer.Fill(donors, table, neighbours, weights), imputer.Transform(table, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void A_row_without_a_distance_gets_the_mean_and_an_empty_column_is_left_out_or_zero()
    {
        double[][] train = [[1, 2, 6], [double.NaN, double.NaN, double.NaN], [4, 5, double.NaN]];
        double[][] rows = [[double.NaN, 7], [3, 3], [double.NaN, double.NaN]];
        var imputer = new KnnImputerParameters().Fit(train);
        Assert.Equal([0, 2], imputer.Kept);
        Same([[3, 7], [4.5, 4.5]], imputer.Transform(rows, TestContext.Current.CancellationToken));
        Same([[3, 7], [0, 0], [4.5, 4.5]], new KnnImputerParameters { KeepEmpty = true }.Fit(train).Transform(rows, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Values_at_the_end_of_the_range_and_infinities_give_finite_answers()
    {
        double[][] train = [[1e300, double.PositiveInfinity, -1e308, 4], [1, 1e308, double.NegativeInfinity, 3]];
        var filled = new KnnImputerParameters().Fit(train).Transform(train, TestContext.Current.CancellationToken);
        Assert.All(filled.SelectMany(column => column), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void One_row_alone_and_any_number_of_threads_give_the_same_bits()
    {
        var table = SomeTables.Mixed(200, 8, 0.2, 9);
        var all = new KnnImputerParameters { Threads = 1 }.Fit(table).Transform(table, TestContext.Current.CancellationToken);
        var imputer = new KnnImputerParameters { Threads = 3 }.Fit(table);
        Assert.Equal(all, imputer.Transform(table, TestContext.Current.CancellationToken));
        for (var i = 0; i < 20; i++)
            Assert.Equal(Array.ConvertAll(all, c => c[i]), imputer.Transform(Array.ConvertAll(table, c => c[i..(i + 1)]), TestContext.Current.CancellationToken).Select(c => c[0]));
    }

    [Fact]
    public void Donors_are_drawn_by_the_seed()
    {
        var table = SomeTables.Mixed(300, 4, 0.1, 2);
        var few = new KnnImputerParameters { MostDonors = 50, Seed = 3 };
        Assert.Equal(50, few.Fit(table).Donors);
        Assert.Equal(File(few.Fit(table)), File(few.Fit(table)));
        Assert.NotEqual(File(few.Fit(table)), File((few with { Seed = 4 }).Fit(table)));
        Assert.Equal(300, new KnnImputerParameters { MostDonors = 300 }.Fit(table).Donors);
    }

    [Fact]
    public void A_loaded_imputer_says_the_same()
    {
        var table = SomeTables.Mixed(60, 5, 0.2, 4);
        var imputer = new KnnImputerParameters { Neighbours = 2, Weights = NeighbourWeights.Distance, KeepEmpty = true }.Fit(table);
        var loaded = KnnImputer.Load(ModelFile.Read(File(imputer), "m"), "k");
        Assert.Equal(File(imputer), File(loaded));
        Assert.Equal(imputer.Transform(table, TestContext.Current.CancellationToken), loaded.Transform(table, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Hostile_files_are_refused_or_answer()
    {
        var random = new Xoshiro256(8);
        var table = SomeTables.Mixed(20, 3, 0.2, 4);
        for (var round = 0; round < 500; round++)
        {
            try
            {
                var imputer = KnnImputer.Load(ModelFile.Read(DamagedFile.Of(File(new KnnImputerParameters().Fit(table)), ref random), "m"), "k");
                if (imputer.ColumnCount == 3) imputer.Transform(table, TestContext.Current.CancellationToken);
            }
            catch (ModelFileException) // refused
            {
            }
        }
    }

    [Fact]
    public void Shapes_and_parameters_are_checked()
    {
        var fault = Assert.Throws<ArgumentException>(() => new KnnImputerParameters { Neighbours = 0, MostDonors = -1, Weights = (NeighbourWeights)7, Threads = -1 }.Fit([[1]]));
        Assert.All((string[])["Neighbours", "MostDonors", "Weights 7", "Threads"], word => Assert.Contains(word, fault.Message));
        Assert.Throws<ArgumentException>(() => new KnnImputerParameters().Fit([]));
        Assert.Throws<ArgumentException>(() => new KnnImputerParameters().Fit([[]]));
        Assert.Throws<ArgumentException>(() => new KnnImputerParameters().Fit([[1], [1, 2]]));
        var imputer = new KnnImputerParameters().Fit([[1, 2], [3, 4]]);
        Assert.Throws<ArgumentException>(() => imputer.Transform([[1]], TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => imputer.Transform([[1], [1, 2]], TestContext.Current.CancellationToken));
        Assert.Equal([[], []], imputer.Transform([[], []], TestContext.Current.CancellationToken));
    }

    private static void Same(double[][] expected, double[][] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var c = 0; c < expected.Length; c++)
            Assert.Equal(expected[c], found[c], (a, b) => Math.Abs(a - b) <= 1e-11 * Math.Max(1, Math.Abs(a)));
    }

    private static byte[] File(KnnImputer imputer)
    {
        var builder = new ModelFileBuilder();
        imputer.Save(builder, "k");
        return builder.Build("{}");
    }
}
