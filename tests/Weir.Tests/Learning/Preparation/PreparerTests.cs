using Weir.Learning;
using Weir.Learning.Numerics;
using Weir.Learning.Preparation;
using Xunit;

namespace Weir.Tests.Learning.Preparation;

public sealed class PreparerTests
{
    private const double Hole = double.NaN;

    private static readonly RawColumn[] Small =
    [
        new("age", [1, 3, Hole, 5]),
        new("flag", [-1, 1, 1, Hole]),
        new("land", ["de", "at", "de", null]),
        new("unused", ["x", "y", "z", "x"]),
    ];

    private static readonly ColumnPlan[] Plan = [new("flag", ColumnKind.Ordinal), new("age", ColumnKind.Numeric), new("land", ColumnKind.Category)];

    [Fact]
    public void Every_output_has_a_name_and_the_column_that_it_comes_from()
    {
        var (preparer, columns) = Fit(new PreparerParameters { Columns = Plan, MinCategoryRows = 1 });
        Assert.Equal(["flag", "flag missing", "age", "age missing", "land=at", "land=de", "land=missing"], preparer.OutputNames);
        Assert.Equal([0, 0, 1, 1, 2, 2, 2], preparer.Outputs.Select(output => output.Source));
        Assert.Equal([[0, 1], [2, 3], [4, 5, 6]], preparer.OutputsBySource());
        Assert.Equal([[-1, 1, 1, 1], [0, 0, 0, 1], [1, 3, 3, 5], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 1]], columns);
        var sums = new double[3];
        preparer.SumBySource([1, 2, 3, 4, 5, 6, 7], sums);
        Assert.Equal([3, 7, 18], sums);
        Assert.Throws<ArgumentException>(() => preparer.SumBySource([1], sums));
    }

    [Fact]
    public void Rare_and_unknown_categories_are_other_or_nothing()
    {
        RawColumn[] later = [new("land", ["de", "fr", "at"]), new("age", [0, 0, 0]), new("flag", [0, 0, 0])];
        var (other, _) = Fit(new PreparerParameters { Columns = Plan[2..], MinCategoryRows = 2 });
        Assert.Equal(["land=de", "land other"], other.OutputNames);
        Assert.Equal([[1, 0, 0], [0, 1, 1]], other.Transform(later, TestContext.Current.CancellationToken));
        var (zeros, _) = Fit(new PreparerParameters { Columns = Plan[2..], MinCategoryRows = 2, Unknown = UnknownCategory.Zeros });
        Assert.Equal([[1, 0, 0]], zeros.Transform(later, TestContext.Current.CancellationToken));
        var (rare, _) = Fit(new PreparerParameters { Columns = Plan[2..], MinCategoryRows = 9, Unknown = UnknownCategory.Zeros });
        Assert.Equal([[1, 1, 1]], rare.Transform(later, TestContext.Current.CancellationToken));
        var (capped, _) = Fit(new PreparerParameters { Columns = Plan[2..], MinCategoryRows = 1, MostCategories = 2 });
        Assert.Equal(["land=at", "land=de", "land other"], capped.OutputNames);
    }

    [Fact]
    public void A_number_and_its_text_are_one_category_and_texts_are_read_as_numbers()
    {
        var plan = new PreparerParameters { Columns = [new("code", ColumnKind.Category), new("n", ColumnKind.Numeric)], MinCategoryRows = 1, Numbers = Imputation.None, Indicators = false };
        var prepared = plan.Fit([new("code", [1, 2, -0.0]), new("n", ["1.5", "na", " 2 "])], [0, 1, 0], [], [], TestContext.Current.CancellationToken);
        Assert.Equal(["code=0", "code=1", "code=2", "n"], prepared.Preparer.OutputNames);
        Assert.Equal([1.5f, float.NaN, 2], prepared.Columns[3]);
        Assert.Equal([[1, 0], [0, 1], [0, 0]], prepared.Preparer.Transform([new("code", ["0", "1"]), new("n", [1, 2])], TestContext.Current.CancellationToken)[..3]);
    }

    [Fact]
    public void Targets_are_encoded_out_of_fold_for_training_rows_and_in_whole_for_others()
    {
        var random = new Xoshiro256(1);
        string[] lands = [.. Enumerable.Range(0, 400).Select(_ => "abcd"[random.NextInt(4)].ToString())];
        byte[] labels = [.. lands.Select(land => (byte)(random.NextInt(10) < (land == "a" ? 9 : 2) ? 1 : 0))];
        var p = new PreparerParameters { Columns = [new("land", ColumnKind.Category) { Encoding = CategoryEncoding.Target }] };
        var prepared = p.Fit([new("land", lands)], labels, [], [], TestContext.Current.CancellationToken);
        var whole = prepared.Preparer.Transform([new("land", ["a", "b", "never seen"])], TestContext.Current.CancellationToken)[0];
        Assert.True(whole[0] > 1 && whole[1] < 0);
        Assert.Equal(0, whole[2]);
        Assert.InRange(prepared.Columns[0].Where((_, i) => lands[i] == "a").Distinct().Count(), 2, 5);
    }

    [Fact]
    public void Holes_are_filled_by_the_nearest_rows_on_the_common_scale()
    {
        var table = SomeTables.Mixed(80, 4, 0.2, 7);
        RawColumn[] raw = [.. table.Select((column, c) => new RawColumn($"c{c}", column))];
        var p = new PreparerParameters
        {
            Columns = [.. raw.Select(column => new ColumnPlan(column.Name, ColumnKind.Numeric))],
            Numbers = Imputation.Knn,
            Indicators = false,
            Scaling = Scaling.Standard,
            Knn = new KnnImputerParameters { Neighbours = 3 },
        };
        var found = p.Fit(raw, new byte[80], [], [], TestContext.Current.CancellationToken).Columns;
        var scaled = Scaler.Fit(table, Scaling.Standard).Transform(table);
        var expected = new KnnImputerParameters { Neighbours = 3 }.Fit(scaled).Transform(scaled, TestContext.Current.CancellationToken);
        Assert.Equal(Array.ConvertAll(expected, column => Array.ConvertAll(column, value => (float)value)), found);
    }

    [Fact]
    public void Constants_and_great_numbers_stay_finite()
    {
        var p = new PreparerParameters { Columns = [new("n", ColumnKind.Numeric)], Numbers = Imputation.Constant, Constant = -7, Indicators = false };
        Assert.Equal([float.MaxValue, -7, -7, float.MinValue], p.Fit([new("n", [1e300, Hole, double.PositiveInfinity, -1e300])], new byte[4], [], [], TestContext.Current.CancellationToken).Columns[0]);
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_and_a_loaded_one_the_same_rows()
    {
        var p = All();
        var (first, second) = (Fit(p), Fit(p));
        Assert.Equal(File(first.Preparer), File(second.Preparer));
        Assert.Equal(first.Columns, second.Columns);
        var loaded = Preparer.Load(ModelFile.Read(File(first.Preparer), "m"), "p");
        Assert.Equal(File(first.Preparer), File(loaded));
        Assert.Equal(first.Preparer.Outputs, loaded.Outputs);
        Assert.Equal(first.Preparer.Transform(Small, TestContext.Current.CancellationToken), loaded.Transform(Small, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Hostile_files_are_refused_or_answer()
    {
        var random = new Xoshiro256(5);
        var whole = File(Fit(All()).Preparer);
        var refused = 0;
        for (var round = 0; round < 1500; round++)
        {
            try
            {
                var preparer = Preparer.Load(ModelFile.Read(DamagedFile.Of([.. whole], ref random), "m"), "p");
                if (preparer.Columns.All(column => Small.Any(raw => raw.Name == column.Name))) preparer.Transform(Small, TestContext.Current.CancellationToken);
            }
            catch (ModelFileException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 1499);
    }

    [Fact]
    public void Faults_are_named()
    {
        var fault = Assert.Throws<ArgumentException>(() => Fit(new PreparerParameters
        {
            Columns = [.. Plan, Plan[0]],
            MostCategories = 0,
            MinCategoryRows = 0,
            Smoothing = 0,
            Folds = 1,
            Constant = double.NaN,
        }));
        Assert.All((string[])["twice", "MostCategories", "MinCategoryRows", "Smoothing", "Folds", "Constant"], word => Assert.Contains(word, fault.Message));
        var (preparer, _) = Fit(new PreparerParameters { Columns = Plan });
        Assert.Contains("lacks the column 'age', 'land'", Assert.Throws<ArgumentException>(() => preparer.Transform([Small[1]], TestContext.Current.CancellationToken)).Message);
        Assert.Contains("two columns 'age'", Assert.Throws<ArgumentException>(() => preparer.Transform([.. Small, Small[0]], TestContext.Current.CancellationToken)).Message);
        Assert.Contains("1 of land", Assert.Throws<ArgumentException>(() => preparer.Transform([Small[0], Small[1], new("land", ["de"])], TestContext.Current.CancellationToken)).Message);
        Assert.Contains("3 labels and 4 values", Assert.Throws<ArgumentException>(() => new PreparerParameters { Columns = Plan }.Fit(Small, [0, 1, 0], [], [], TestContext.Current.CancellationToken)).Message);
    }

    private static PreparerParameters All() => new()
    {
        Columns = [.. Plan, new("unused", ColumnKind.Category) { Encoding = CategoryEncoding.Target }],
        MinCategoryRows = 2,
        Numbers = Imputation.Knn,
        Ordinals = Imputation.None,
        Scaling = Scaling.Robust,
        Folds = 2,
    };

    private static PreparedRows Fit(PreparerParameters p) => p.Fit(Small, [0, 1, 0, 1], [], [], TestContext.Current.CancellationToken);

    private static byte[] File(Preparer preparer)
    {
        var builder = new ModelFileBuilder();
        preparer.Save(builder, "p");
        return builder.Build("{}");
    }
}
