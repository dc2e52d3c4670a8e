using System.Text;
using Weir.Pipeline;
using Weir.Tests.Pipeline;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

public abstract class TableLoopEndpointsTests(StoreKind kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_loop_of_a_table_is_switched_and_audited_and_its_last_decision_told()
    {
        await using var tables = await TablesUnderTest.Start(kind);
        await tables.Board();
        var (status, loop) = await tables.Get("/v1/tables/board/loop");
        Assert.Equal((200, true, true), (status, loop.GetProperty("trains").GetBoolean(), loop.GetProperty("isOn").GetBoolean()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, loop.GetProperty("decision").ValueKind);
        (status, loop) = await tables.Send(HttpMethod.Put, "/v1/tables/board/loop", """{"trains":false}""", "application/json");
        Assert.Equal((200, false), (status, loop.GetProperty("trains").GetBoolean()));
        Assert.False(tables.Server.Store.Tables.Find("board")!.Trains);
        var noted = Assert.Single(tables.Server.Store.Audit.Recent(20), entry => entry.Action == "table.loop");
        Assert.Equal(("board", "off"), (noted.Subject, noted.Detail));
        Assert.StartsWith("key:", noted.Actor, StringComparison.Ordinal);
        await tables.Send(HttpMethod.Put, "/v1/tables/board/loop", """{"trains":true}""", "application/json");
        Train(tables);
        (_, loop) = await tables.Get("/v1/tables/board/loop");
        Assert.Equal(("first", true), (loop.GetProperty("decision").GetProperty("kind").GetString(), loop.GetProperty("decision").GetProperty("train").GetBoolean()));
        Assert.StartsWith("Nothing has been learned from board yet", loop.GetProperty("decision").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cycles_of_a_table_are_listed_page_by_page()
    {
        await using var tables = await TablesUnderTest.Start(kind);
        await tables.Board();
        await tables.Board(name: "other");
        Train(tables);
        for (var i = 0; i < 2; i++) await tables.Until((await tables.Train("?channel=table:board")).Body.GetProperty("id").GetInt64());
        var (_, first) = await tables.Get("/v1/tables/board/cycles?limit=2");
        Assert.Equal(["skipped", "skipped"], first.GetProperty("items").EnumerateArray().Select(cycle => cycle.GetProperty("outcome").GetString()));
        var (_, rest) = await tables.Get("/v1/tables/board/cycles?limit=2&cursor=" + first.GetProperty("next").GetString());
        var last = Assert.Single(rest.GetProperty("items").EnumerateArray());
        Assert.Equal(("promoted", "done"), (last.GetProperty("outcome").GetString(), last.GetProperty("stage").GetString()));
        Assert.StartsWith("table-board-", last.GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(400, (await tables.Get("/v1/tables/board/cycles?cursor=x")).Status);
    }

    // As the loop does it.
    private static void Train(TablesUnderTest tables) =>
        new TableLearnStation(tables.Server.Store, new(), (name, ct) => new TableCycle(tables.Server.Store, TableCycleTests.Quick).Run(name, ct)).Run(Ct);
}

public sealed class TableLoopEndpointsOnSqlite() : TableLoopEndpointsTests(StoreKind.Sqlite)
{
    [Theory]
    [InlineData("{}", 400, "true or false.")]
    [InlineData("""{"trains":"off"}""", 400, "true or false.")]
    [InlineData("""{"trains":null}""", 400, "true or false.")]
    [InlineData("""{"trains":true,"every":5}""", 400, "There is no such member here; it knows trains.")]
    [InlineData("[true]", 400, "A JSON object is wanted here.")]
    [InlineData("{", 400, "not valid JSON")]
    public async Task A_switch_that_says_nothing_is_refused(string body, int expected, string words)
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(60);
        var (status, problem) = await tables.Send(HttpMethod.Put, "/v1/tables/board/loop", body, "application/json");
        Assert.Equal(expected, status);
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(tables.Server.Store.Tables.Find("board")!.Trains);
    }

    [Theory]
    [InlineData("GET", "/v1/tables/none/loop", "401 403 404 404 404 403")]
    [InlineData("PUT", "/v1/tables/none/loop", "401 403 403 404 404 403")]
    [InlineData("GET", "/v1/tables/none/cycles", "401 403 404 404 404 403")]
    [InlineData("POST", "/v1/tables/none/drift", "401 403 404 404 404 403")]
    public async Task Each_role_reaches_what_is_its(string method, string path, string expected)
    {
        await using var tables = await TablesUnderTest.Start();
        var server = tables.Server;
        var statuses = new List<int>();
        foreach (var client in (HttpClient[])[server.Anonymous, server.ClientOf("check"), server.ClientOf("viewer"), server.ClientOf("analyst"), server.ClientOf("admin"), server.ClientOf("admin", "other")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method != "GET") request.Content = new StringContent("""{"trains":true}""", Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal(expected, string.Join(' ', statuses));
    }
}

public sealed class TableLoopEndpointsOnPostgres() : TableLoopEndpointsTests(StoreKind.Postgres);
