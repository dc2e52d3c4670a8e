using Dapper;
using Microsoft.Data.Sqlite;
using Weir.Detection;
using Weir.Storage.Engines;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Verdicts;

public abstract class VerdictHistoryTests : StoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<VerdictRow> _rows;

    protected VerdictHistoryTests(StoreKind kind) : base(kind)
    {
        _rows = [.. Enumerable.Range(0, 4000).Select(Row)];
        Store.Verdicts.Add(_rows, _rows.Count, 0, null);
    }

    public static TheoryData<int> Filters => new(Enumerable.Range(0, Some.Length));

    private static readonly (VerdictFilter Filter, Func<VerdictRow, bool> Fits)[] Some =
    [
        (new() { Tenant = "main" }, _ => true),
        (new() { Tenant = "other" }, _ => true),
        (new() { Tenant = "nobody" }, _ => true),
        (new() { Tenant = "main", SubjectKey = 7 }, row => row.SubjectKey == 7),
        (new() { Tenant = "other", SubjectKey = 7, Decision = Decision.Phishing }, row => row.SubjectKey == 7 && row.Decision == Decision.Phishing),
        (new() { Tenant = "main", Domain = "d3.example" }, row => row.Registrable == "d3.example"),
        (new() { Tenant = "main", Domain = "d3.example", Since = Start.AddDays(3), Until = Start.AddDays(9) }, row => row.Registrable == "d3.example" && row.At >= Start.AddDays(3) && row.At < Start.AddDays(9)),
        (new() { Tenant = "main", Domain = "none.example" }, _ => false),
        (new() { Tenant = "main", Decision = Decision.Phishing }, row => row.Decision == Decision.Phishing),
        (new() { Tenant = "main", Decision = Decision.Benign, MinScore = 0.5 }, row => row.Decision == Decision.Benign && row.Score >= 0.5),
        (new() { Tenant = "main", Brand = "Example", Model = "v1", MaxScore = 0.9 }, row => row is { Brand: "Example", Model: "v1", Score: <= 0.9 }),
        (new() { Tenant = "main", List = "block", Category = "none" }, row => row is { List: "block", Category: "none" }),
        (new() { Tenant = "main", AskedBy = "key:a", Until = Start.AddDays(2) }, row => row.AskedBy == "key:a" && row.At < Start.AddDays(2)),
        (new() { Tenant = "main", Model = "gone" }, _ => false),
        (new() { Tenant = "main", TableName = "board" }, row => row.TableName == "board"),
        (new() { Tenant = "main", TableName = "board", Channel = Channel.Table, Decision = Decision.Phishing }, row => row.TableName == "board" && row.Decision == Decision.Phishing),
        (new() { Tenant = "other", Channel = Channel.Url }, row => row.TableName is null),
    ];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Every_filter_finds_what_a_look_at_each_row_finds_page_by_page(int number)
    {
        var (filter, fits) = Some[number];
        var (found, pages, next) = (new List<string>(), 0, (long?)null);
        do
        {
            var page = Store.History.Search(filter, 37, next);
            found.AddRange(page.Rows.Select(row => row.Subject));
            Assert.True(page.Rows.Count == 37 || page.Next is null);
            next = page.Next;
            Assert.True(++pages < 200);
        }
        while (next is not null);
        Assert.Equal(_rows.Where(row => row.Tenant == filter.Tenant && fits(row)).Reverse().Select(row => row.Subject), found);
    }

    [Fact]
    public void A_search_that_finds_nothing_looks_at_a_bounded_number_of_rows_and_says_where_it_stopped()
    {
        var start = Start.AddYears(1);
        Store.Verdicts.Add([.. Enumerable.Range(0, VerdictHistory.MostLooked + 10).Select(i => Row(i) with { Tenant = "main", At = start.AddMilliseconds(i), Registrable = "hot.example" })], 0, 0, null);
        foreach (var filter in (VerdictFilter[])[new() { Tenant = "main", Model = "gone" }, new() { Tenant = "main", Model = "gone", Domain = "hot.example" }])
        {
            var first = Store.History.Search(filter, 10);
            Assert.Equal((0, start.AddMilliseconds(10)), (first.Rows.Count, VerdictNumber.TimeOf(first.Next!.Value)));
            Assert.Equal((0, (long?)null), (Store.History.Search(filter, 10, first.Next).Rows.Count, Store.History.Search(filter, 10, first.Next).Next));
        }
    }

    [Fact]
    public void A_verdict_is_found_by_its_number_by_its_tenant_alone()
    {
        var newest = Store.History.Search(new() { Tenant = "other" }, 1).Rows[0];
        Assert.Equal(newest, Store.History.Find("other", newest.Id));
        Assert.Null(Store.History.Find("main", newest.Id));
        Assert.Null(Store.History.Find("other", newest.Id + 1));
    }

    // Every seventh row is another tenant's; rows come every six minutes, over 16 days.
    private static VerdictRow Row(int i) => new()
    {
        At = Start.AddMinutes(6 * i),
        Tenant = i % 7 == 0 ? "other" : "main",
        AskedBy = i % 2 == 0 ? "key:a" : null,
        SubjectKey = i % 50,
        Subject = $"http://d{i % 11}.example/{i}",
        Registrable = i % 11 == 5 ? null : $"d{i % 11}.example",
        Score = i % 13 == 0 ? null : i % 100 / 100.0,
        Decision = (Decision)(i % 4),
        Category = i % 3 == 0 ? "financial" : "none",
        Brand = i % 5 == 0 ? "Example" : null,
        Model = i % 17 == 0 ? "v2" : "v1",
        List = i % 19 == 0 ? "block" : null,
        Channel = i % 23 == 0 ? Channel.Table : Channel.Url,
        TableName = i % 23 == 0 ? "board" : null,
    };
}

public sealed class VerdictHistoryOnSqlite() : VerdictHistoryTests(StoreKind.Sqlite)
{
    private static readonly (VerdictFilter Filter, string Index)[] Some =
    [
        (new() { Tenant = "main" }, "verdicts_by_tenant"),
        (new() { Tenant = "main", MinScore = 0.5 }, "verdicts_by_tenant"),
        (new() { Tenant = "main", Decision = Decision.Benign }, "verdicts_by_tenant"),
        (new() { Tenant = "main", Decision = Decision.Unknown, MinScore = 0.5 }, "verdicts_by_decision"),
        (new() { Tenant = "main", Brand = "Nobody" }, "verdicts_by_brand"),
        (new() { Tenant = "main", List = "allow" }, "verdicts_by_list"),
        (new() { Tenant = "main", SubjectKey = 7 }, "verdicts_by_subject"),
        (new() { Tenant = "main", Domain = "d3.example" }, "verdicts_by_domain"),
    ];

    public static TheoryData<int> Paths => new(Enumerable.Range(0, Some.Length));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Each_filter_goes_down_its_index(int number)
    {
        var (filter, index) = Some[number];
        var path = VerdictPath.Of(filter);
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Store.DataDirectory, "weir.db")};Mode=ReadOnly;Pooling=False");
        foreach (var statement in (string[])[path.Rows, path.Extent])
            Assert.Contains($" {index} ", string.Join('\n', connection.Query("EXPLAIN QUERY PLAN " + statement, path.Values(1, 0, 1, 1, 1)).Select(row => (string)row.detail)), StringComparison.Ordinal);
    }
}

public sealed class VerdictHistoryOnPostgres() : VerdictHistoryTests(StoreKind.Postgres)
{
    [Fact]
    public void No_search_reads_or_sorts_all_that_fits()
    {
        Place.Execute("""
            INSERT INTO verdicts (id, at, channel, subject_key, subject, registrable, score, decision, category, brand, list, tenant, day)
            SELECT (1772323200 + i * 20) * 2097152000::bigint, 1772323200 + i * 20, 0, i % 20000, 'https://login-' || i || '.example/signin.php?id=' || md5(i::text), 'shop' || i % 5000 || '.example',
              i % 100 / 100.0, CASE WHEN i % 20 < 2 THEN 3 - i % 20 ELSE 1 END, 'none', CASE WHEN i % 20 < 2 THEN 'Brand' || i % 3 END, CASE WHEN i % 50 = 0 THEN 'block' END, 'main', (1772323200 + i * 20) / 86400
            FROM generate_series(1::bigint, 100000) i;
            ANALYZE verdicts
            """);
        using var engine = new PostgresEngine(Place.Address.Server!);
        using var connection = engine.Connect();
        foreach (var filter in (VerdictFilter[])[new() { Tenant = "main" }, new() { Tenant = "main", Model = "gone" }, new() { Tenant = "main", Decision = Decision.Suspicious, MinScore = 0.99 },
            new() { Tenant = "main", Brand = "Brand1", MinScore = 0.99 }, new() { Tenant = "main", List = "block", MinScore = 0.99 }, new() { Tenant = "main", Domain = "shop7.example" }])
        {
            var path = VerdictPath.Of(filter);
            var plan = string.Join('\n', connection.Query<string>("EXPLAIN " + path.Rows, path.Values(VerdictNumber.DayOf(long.MaxValue), 0, long.MaxValue, 2500, 101)));
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }
    }
}
