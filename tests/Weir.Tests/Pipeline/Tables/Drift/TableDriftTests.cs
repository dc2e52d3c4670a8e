using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Tables.Drift;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Drift;

public sealed class TableDriftTests
{
    private const int Columns = 60;

    [Fact]
    public void Rows_of_the_same_source_have_not_drifted_however_many_columns_there_are()
    {
        var schema = Wide();
        var report = Compare(schema, Side(schema, 1, 2000), Side(schema, 2, 1500));
        Assert.Equal(0, report.Shifted);
        Assert.All(report.Columns, column => Assert.Equal(DriftLevel.None, column.Level));
        // What is called drift without correction is there by chance alone.
        Assert.Contains(report.Columns, column => column.IsUnlikely);
        Assert.Equal($"No column of t has shifted: 1,500 new rows beside 2,000.", report.Sentence);
    }

    [Fact]
    public void A_column_that_moved_stands_first_and_is_named()
    {
        var schema = Wide();
        var now = Side(schema, 2, 1500);
        now.Columns[7] = Array.ConvertAll(now.Columns[7], value => value + 0.5f);
        var report = Compare(schema, Side(schema, 1, 2000), now);
        Assert.Equal(("c7", DriftLevel.Shifted, 1), (report.Columns[0].Column, report.Columns[0].Level, report.Shifted));
        Assert.StartsWith("1 of 61 columns of t have shifted in 1,500 new rows: c7 (PSI ", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_missing_values_and_unseen_categories_are_compared_as_well()
    {
        var schema = SomeTables.Schema();
        DriftSide before = new([[.. Enumerable.Range(0, 400).Select(i => (float)(i % 10))], Full(400, 1), [.. Enumerable.Range(0, 400).Select(i => (float)(i % 2))]], new byte[400]);
        DriftSide now = new([Full(300, float.NaN), Full(300, 1), Full(300, 2)], [.. Enumerable.Repeat((byte)1, 300)]);
        var report = Compare(schema, before, now);
        Assert.Equal(["Result", "length", "tld"], report.Columns.Where(column => column.Level == DriftLevel.Shifted).Select(column => column.Column).Order(StringComparer.Ordinal));
        var tld = report.Columns.Single(column => column.Column == "tld");
        Assert.Equal([("com", 0.5, 0), ("test", 0.5, 0), ("new", 0, 1)], tld.Bins.Select(bin => (bin.Name, bin.Before, bin.Now)));
        Assert.Equal((0, 1), (report.Columns.Single(column => column.Column == "length").MissingBefore, report.Columns.Single(column => column.Column == "length").MissingNow));
    }

    [Fact]
    public void The_target_is_told_in_the_words_of_the_table()
    {
        var schema = SomeTables.Schema();
        float[][] columns = [Full(100, 5), Full(100, 1), Full(100, 1)];
        DriftSide side = new(columns, [.. Enumerable.Range(0, 100).Select(i => (byte)(i < 25 ? 1 : 0))]);
        var target = Compare(schema, side, side).Columns.Single(column => column.Column == "Result");
        Assert.Equal([("1", 0.75), ("-1", 0.25)], target.Bins.Select(bin => (bin.Name, bin.Before)));
    }

    [Fact]
    public void A_side_without_rows_says_so()
    {
        var (schema, some) = (Wide(), Side(Wide(), 1, 100));
        Assert.Contains("nothing to compare with", Compare(schema, Side(schema, 1, 0), some).Sentence, StringComparison.Ordinal);
        Assert.Contains("No rows of t came", Compare(schema, some, Side(schema, 1, 0)).Sentence, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Compare(schema, some with { Columns = [] }, some));
    }

    [Fact]
    public void It_is_told_as_json_and_in_the_usual_yaml()
    {
        var schema = Wide();
        var report = Compare(schema, Side(schema, 1, 500), Side(schema, 2, 500));
        var json = JsonDocument.Parse(report.Json()).RootElement;
        Assert.Equal((Columns + 1, "none"), (json.GetProperty("columns").GetArrayLength(), json.GetProperty("columns")[0].GetProperty("level").GetString()));
        var c3 = report.Columns.Single(column => column.Column == "c3");
        Assert.Contains(FormattableString.Invariant($"c3:\n  p_value: {c3.PValue:R}\n  drift_status: {(c3.IsUnlikely ? "true" : "false")}\n"), report.Yaml().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_text_on_the_page()
    {
        var schema = new TableSchema
        {
            Columns = [new TableColumn { Name = "<script>alert(1)</script>", Kind = ColumnKind.Category, Values = ["<img src=x>", "b"] }],
            Target = SomeTables.Schema().Target,
        };
        var page = TableDriftPage.Render(Compare(schema, new([Full(400, 1)], new byte[400]), new([Full(400, 0)], new byte[400])));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    private static TableDriftReport Compare(TableSchema schema, DriftSide before, DriftSide now) =>
        TableDrift.Compare("t", schema, before, now, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);

    private static TableSchema Wide() => new()
    {
        Columns = [.. Enumerable.Range(0, Columns).Select(c => new TableColumn { Name = $"c{c}", Kind = ColumnKind.Number })],
        Target = SomeTables.Schema().Target,
    };

    private static DriftSide Side(TableSchema schema, int seed, int rows)
    {
        var random = new Random(seed);
        return new([.. schema.Features.Select(_ => Enumerable.Range(0, rows).Select(_ => random.NextSingle()).ToArray())], [.. Enumerable.Range(0, rows).Select(_ => (byte)random.Next(2))]);
    }

    private static float[] Full(int rows, float value)
    {
        var values = new float[rows];
        Array.Fill(values, value);
        return values;
    }
}
