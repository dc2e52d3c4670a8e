using Weir.Learning.Preparation;
using Xunit;

namespace Weir.Tests.Learning.Preparation;

public sealed class RowPreparerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly string[] Words = ["com", "org", "test", "rare"];

    [Theory]
    [InlineData(Imputation.Knn, Scaling.Standard, CategoryEncoding.OneHot)]
    [InlineData(Imputation.Median, Scaling.None, CategoryEncoding.Target)]
    [InlineData(Imputation.None, Scaling.MinMax, CategoryEncoding.OneHot)]
    public void Rows_are_prepared_as_columns_are(Imputation imputation, Scaling scaling, CategoryEncoding encoding)
    {
        var (rows, columns, labels) = Table(300);
        var preparer = new PreparerParameters
        {
            Columns = [new("a", ColumnKind.Numeric), new("tld", ColumnKind.Category), new("b", ColumnKind.Ordinal)],
            Numbers = imputation,
            Ordinals = imputation,
            Scaling = scaling,
            Categories = encoding,
            Knn = new() { Threads = 1 },
        }.Fit(columns, labels, [], [], Ct).Preparer;
        var expected = preparer.Transform(columns, Ct);
        var by = new RowPreparer(preparer, [null, Words, null]);
        var prepared = new float[300 * by.Outputs];
        by.Transform(rows, prepared, Ct);
        for (var o = 0; o < by.Outputs; o++)
            for (var i = 0; i < 300; i++) Assert.Equal(expected[o][i], prepared[i * by.Outputs + o]);
    }

    [Fact]
    public void A_place_that_is_no_word_is_a_missing_one()
    {
        var (_, columns, labels) = Table(300);
        var preparer = new PreparerParameters { Columns = [new("tld", ColumnKind.Category)] }.Fit(columns, labels, [], [], Ct).Preparer;
        var by = new RowPreparer(preparer, [Words]);
        var (missing, beyond) = (new float[by.Outputs], new float[by.Outputs * 2]);
        by.Transform([float.NaN], missing, Ct);
        by.Transform([17, -1], beyond, Ct);
        Assert.Equal([.. missing, .. missing], beyond);
        Assert.Throws<ArgumentException>(() => by.Transform([0, 0], new float[by.Outputs], Ct));
        Assert.Throws<ArgumentException>(() => new RowPreparer(preparer, [null]));
    }

    private static (float[] Rows, RawColumn[] Columns, byte[] Labels) Table(int count)
    {
        var random = new Random(3);
        var (rows, a, b, tld, labels) = (new float[3 * count], new double[count], new double[count], new string?[count], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            rows[3 * i] = random.NextDouble() < 0.2 ? float.NaN : (float)random.NextDouble();
            rows[3 * i + 1] = random.NextDouble() < 0.1 ? float.NaN : random.NextDouble() < 0.02 ? 3 : random.Next(3);
            rows[3 * i + 2] = random.NextDouble() < 0.2 ? float.NaN : random.Next(-1, 2);
            (a[i], b[i], tld[i]) = (rows[3 * i], rows[3 * i + 2], float.IsNaN(rows[3 * i + 1]) ? null : Words[(int)rows[3 * i + 1]]);
            labels[i] = (byte)random.Next(2);
        }

        return (rows, [new("a", a), new("b", b), new("tld", tld)], labels);
    }
}
