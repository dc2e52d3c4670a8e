using System.Net;
using Weir.Pipeline.Tables.Schema;
using Weir.Tests.Server.Dashboard.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Tables;

public sealed class TablePagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_overview_tells_of_rows_repeats_columns_and_loads()
    {
        await using var server = await TablesUnderTest.Start();
        LoadedTables.Load(server.Store, "board", LoadedTables.Board, ["1,0.5,0.5,2,com,7,bad", "2,0.5,0.5,2,com,7,good", "3,0.5,oops,2,com,7,good"]);
        var page = await server.Client.GetStringAsync("/tables/board", Ct);
        Assert.Contains("302", page);
        Assert.Contains("constant", page);
        Assert.Contains("Best accuracy possible", page);
        Assert.Contains("rows of 1 vector", page);
        Assert.Contains("href=\"/tables/board/rejects?load=2\"", page);
        var rejects = await server.Client.GetStringAsync("/tables/board/rejects?load=2", Ct);
        Assert.Contains("oops", rejects);
        Assert.Contains(">4<", rejects);
        Assert.Contains("The table has no such load", await server.Client.GetStringAsync("/tables/board/rejects?load=77", Ct));
    }

    [Fact]
    public async Task Every_page_of_a_table_that_is_not_there_says_so()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        foreach (var tab in (string[])["", "/rows", "/rejects", "/schema", "/drift", "/compare"])
        {
            using var answer = await server.Client.GetAsync("/tables/none" + tab, Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("No such table", await answer.Content.ReadAsStringAsync(Ct));
        }
    }

    [Fact]
    public async Task A_load_is_taken_away_and_a_table_forgotten_by_forms_that_ask()
    {
        await using var server = await TablesUnderTest.Start(20);
        LoadedTables.Load(server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(10, seed: 8));
        await ListsPageTests.Send(server, "/tables/board", "unload-2");
        Assert.Equal(20, server.Store.Tables.Find("board")!.Rows);
        using (var analyst = await BrowserLike.Of(server, "analyst"))
        {
            Assert.DoesNotContain("Forget it", await analyst.Open("/tables/board"));
            Assert.NotNull(server.Store.Tables.Find("board"));
        }

        await ListsPageTests.Send(server, "/tables/board", "forget");
        Assert.Null(server.Store.Tables.Find("board"));
    }

    [Fact]
    public async Task Rows_are_paged_with_their_label_and_holes()
    {
        await using var server = await TablesUnderTest.Start(60);
        var page = await server.Client.GetStringAsync("/tables/board/rows", Ct);
        Assert.Contains("Next rows", page);
        Assert.Contains("none", page);
        Assert.DoesNotContain("Next rows", await server.Client.GetStringAsync("/tables/board/rows?cursor=50", Ct));
        Assert.Contains("There are no rows here", await server.Client.GetStringAsync("/tables/board/rows?cursor=9999", Ct));
    }

    [Fact]
    public async Task A_schema_is_saved_with_its_comments_and_faults_keep_what_was_typed()
    {
        await using var server = await TablesUnderTest.Start(60);
        var yaml = SchemaYaml.Write(LoadedTables.Board);
        var broken = await ListsPageTests.Send(server, "/tables/board/schema", "save", ("yaml", yaml.Replace("name: level", "name: grade", StringComparison.Ordinal)));
        Assert.Contains("Held rows are read by the place of their columns", broken);
        Assert.Contains("name: grade", broken);
        var kept = await ListsPageTests.Send(server, "/tables/board/schema", "save", ("yaml", "# mine\n" + yaml.Replace("[bad]", "[bad, worse]", StringComparison.Ordinal)));
        Assert.Contains("The schema is kept", kept);
        Assert.Contains("# mine", server.Store.Tables.Find("board")!.Schema);
        Assert.Contains("1 change", kept);
        using var viewer = await BrowserLike.Of(server, "viewer");
        Assert.DoesNotContain("Save the schema", await viewer.Open("/tables/board/schema"));
    }

    [Fact]
    public async Task Drift_is_shown_between_loads_that_can_be_chosen()
    {
        await using var server = await TablesUnderTest.Start(400);
        LoadedTables.Load(server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400, seed: 6).Select(line => line.Replace(",test,", ",org,", StringComparison.Ordinal)));
        LoadedTables.Load(server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(200, seed: 7));
        Assert.Contains("No column of board has shifted", await server.Client.GetStringAsync("/tables/board/drift", Ct));
        var shifted = await server.Client.GetStringAsync("/tables/board/drift?from=1&to=2", Ct);
        Assert.Contains("1 of 6 columns of board have shifted", shifted);
        Assert.Contains("drift_status", shifted);
        Assert.Contains("/v1/tables/board/drift?format=yaml&amp;from=1&amp;to=2", shifted);
        Assert.Contains("has no load 77", await server.Client.GetStringAsync("/tables/board/drift?to=77", Ct));
    }

    [Fact]
    public async Task Other_tenants_and_those_who_may_only_check_see_no_tables()
    {
        await using var server = await TablesUnderTest.Start(20);
        using var other = server.ClientOf("admin", "north");
        using var checks = server.ClientOf("check");
        foreach (var path in (string[])["/tables", "/tables/board", "/tables/board/rows", "/tables/board/schema"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(path, Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await checks.GetAsync(path, Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task Without_rows_no_accuracy_is_promised()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        LoadedTables.Load(server.Store, "bare", LoadedTables.Board, []);
        var page = await server.Client.GetStringAsync("/tables/bare", Ct);
        Assert.DoesNotContain("100 %", page, StringComparison.Ordinal);
        Assert.DoesNotContain("repeat another", page, StringComparison.Ordinal);
    }
}
