using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

public abstract class TableEndpointsTests(StoreKind kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_becomes_a_table_that_is_told_in_full_filled_exported_and_forgotten()
    {
        await using var tables = await TablesUnderTest.Start(kind);
        var trial = await tables.Send(HttpMethod.Post, "/v1/tables?name=board&dryRun=true", TablesUnderTest.Csv(200));
        Assert.Equal((200, "tried"), (trial.Status, trial.Body.GetProperty("outcome").GetString()));
        Assert.Contains("column: status", trial.Body.GetProperty("schema").GetString(), StringComparison.Ordinal);
        Assert.Empty((await tables.Get("/v1/tables")).Body.GetProperty("items").EnumerateArray());
        var made = await tables.Send(HttpMethod.Post, "/v1/tables?name=board&source=first.csv", TablesUnderTest.Csv(200));
        Assert.Equal((201, "loaded", true), (made.Status, made.Body.GetProperty("outcome").GetString(), made.Body.GetProperty("isNew").GetBoolean()));
        Assert.Equal(409, (await tables.Send(HttpMethod.Post, "/v1/tables?name=board", TablesUnderTest.Csv(9))).Status);

        var again = await tables.Send(HttpMethod.Post, "/v1/tables/board/rows", TablesUnderTest.Csv(200));
        Assert.Equal((200, "known"), (again.Status, again.Body.GetProperty("outcome").GetString()));
        var more = await tables.Send(HttpMethod.Post, "/v1/tables/board/rows?source=later.csv", TablesUnderTest.Csv(40, 9) + "1,oops,0.5,1,com,7,bad\n");
        Assert.Equal((201, 40, 1), (more.Status, more.Body.GetProperty("load").GetProperty("added").GetInt32(), more.Body.GetProperty("load").GetProperty("rejected").GetInt32()));
        Assert.Contains("'oops' is not a number", more.Body.GetProperty("rejects")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);

        var (_, detail) = await tables.Get("/v1/tables/board");
        Assert.Equal((240, 2), (detail.GetProperty("table").GetProperty("rows").GetInt32(), detail.GetProperty("loads").GetArrayLength()));
        Assert.Equal(240, detail.GetProperty("quality").GetProperty("rows").GetInt32());
        Assert.Equal("ignored", detail.GetProperty("schema").GetProperty("columns")[0].GetProperty("kind").GetString());
        var loads = (await tables.Get("/v1/tables/board/loads?limit=1")).Body;
        Assert.Equal("later.csv", loads.GetProperty("items")[0].GetProperty("source").GetString());
        Assert.Equal("first.csv", (await tables.Get($"/v1/tables/board/loads?limit=1&cursor={loads.GetProperty("next").GetString()}")).Body.GetProperty("items")[0].GetProperty("source").GetString());
        Assert.Equal("oops", (await tables.Get("/v1/tables/board/rejects")).Body.GetProperty("items")[0].GetProperty("text").GetString()!.Split(',')[1]);
        var rows = (await tables.Get("/v1/tables/board/rows?limit=150")).Body;
        Assert.Equal(150, rows.GetProperty("items").GetArrayLength());
        Assert.Equal(90, (await tables.Get($"/v1/tables/board/rows?cursor={rows.GetProperty("next").GetString()}")).Body.GetProperty("items").GetArrayLength());
        Assert.Contains(rows.GetProperty("items")[0].GetProperty("label").GetString(), (string[])["phishing", "benign"]);

        foreach (var (format, first) in ((string, string)[])[("csv", "id,x,y,level,tld,same,status"), ("jsonl", "{\"id\":"), ("mongoexport", "{\"_id\":{\"$oid\":")])
        {
            var text = await tables.Client.GetStringAsync($"/v1/tables/board/export?format={format}", Ct);
            Assert.StartsWith(first, text, StringComparison.Ordinal);
            Assert.Equal(format == "csv" ? 241 : 240, text.TrimEnd().Split('\n').Length);
        }

        var load = more.Body.GetProperty("load").GetProperty("id").GetInt64();
        Assert.Equal(200, (await tables.Get($"/v1/tables/board/loads/{load}")).Status);
        Assert.Equal(204, (await tables.Send(HttpMethod.Delete, $"/v1/tables/board/loads/{load}")).Status);
        Assert.Equal(404, (await tables.Get($"/v1/tables/board/loads/{load}")).Status);
        Assert.Equal(200, (await tables.Get("/v1/tables/board")).Body.GetProperty("table").GetProperty("rows").GetInt32());
        Assert.Equal(204, (await tables.Send(HttpMethod.Delete, "/v1/tables/board")).Status);
        Assert.Equal(404, (await tables.Get("/v1/tables/board")).Status);
    }

    [Fact]
    public async Task A_schema_is_read_and_replaced_as_yaml_or_json()
    {
        await using var tables = await TablesUnderTest.Start(kind);
        await tables.Send(HttpMethod.Post, "/v1/tables?name=board", TablesUnderTest.Csv(120));
        using var answer = await tables.Client.GetAsync("/v1/tables/board/schema", Ct);
        Assert.Equal("application/yaml", answer.Content.Headers.ContentType!.MediaType);
        var (yaml, tag) = (await answer.Content.ReadAsStringAsync(Ct), answer.Headers.ETag!);
        using (var known = new HttpRequestMessage(HttpMethod.Get, "/v1/tables/board/schema") { Headers = { IfNoneMatch = { tag } } })
            Assert.Equal(304, (int)(await tables.Client.SendAsync(known, Ct)).StatusCode);
        using (var asked = new HttpRequestMessage(HttpMethod.Get, "/v1/tables/board/schema") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } })
        {
            using var json = await tables.Client.SendAsync(asked, Ct);
            var text = await json.Content.ReadAsStringAsync(Ct);
            Assert.Equal("status", JsonDocument.Parse(text).RootElement.GetProperty("target").GetProperty("column").GetString());
            Assert.Equal(201, (await tables.Send(HttpMethod.Put, "/v1/tables/copy/schema", text, "application/json")).Status);
            Assert.Equal(tables.Server.Store.Tables.Find("board")!.Fingerprint, tables.Server.Store.Tables.Find("copy")!.Fingerprint);
        }

        Assert.Equal(200, await Put("# mine\n" + yaml, tag));
        Assert.StartsWith("# mine", await tables.Client.GetStringAsync("/v1/tables/board/schema", Ct), StringComparison.Ordinal);
        Assert.Equal(412, await Put(yaml, tag));
        var (status, problem) = await tables.Send(HttpMethod.Put, "/v1/tables/board/schema", "columns: {", "application/yaml");
        Assert.Equal((422, "schema"), (status, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
        Assert.Equal(422, (await tables.Send(HttpMethod.Put, "/v1/tables/board/schema", yaml.Replace("name: x", "name: z", StringComparison.Ordinal), "application/yaml")).Status);

        async Task<int> Put(string text, EntityTagHeaderValue match)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/tables/board/schema") { Content = new StringContent(text, Encoding.UTF8, "application/yaml"), Headers = { IfMatch = { match } } };
            using var done = await tables.Client.SendAsync(request, Ct);
            return (int)done.StatusCode;
        }
    }

    [Fact]
    public async Task New_rows_are_held_against_those_that_were_learned_from()
    {
        await using var tables = await TablesUnderTest.Start(kind);
        await tables.Board(isTrained: true);
        foreach (var form in (string[])["json", "yaml", "html"])
        {
            var (status, none) = await tables.Get($"/v1/tables/board/drift?format={form}");
            Assert.Equal((409, "No rows of 'board' came since it was learned: there is nothing to compare. Load new rows."), (status, none.GetProperty("detail").GetString()));
        }

        Assert.Contains("against itself", (await tables.Get("/v1/tables/board/drift?from=1&to=1")).Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("board", (await tables.Get("/v1/tables/board/report")).Body.GetProperty("table").GetString());
        Assert.Equal(JsonValueKind.Null, (await tables.Get("/v1/tables/board")).Body.GetProperty("changedSchema").ValueKind);
        var shifted = "id,x,y,level,tld,same,status\n" + string.Concat(Enumerable.Range(0, 300).Select(i => FormattableString.Invariant($"{i},0.99{i % 9},0.5{i % 7},1,org,7,bad\n")));
        Assert.Equal(201, (await tables.Send(HttpMethod.Post, "/v1/tables/board/rows", shifted)).Status);
        var (_, drift) = await tables.Get("/v1/tables/board/drift?from=1&to=2");
        Assert.Equal((600, 300), (drift.GetProperty("rowsBefore").GetInt32(), drift.GetProperty("rowsNow").GetInt32()));
        Assert.Contains(drift.GetProperty("columns").EnumerateArray(), column => column.GetProperty("column").GetString() == "x" && column.GetProperty("level").GetString() == "shifted");
        var yaml = await tables.Client.GetStringAsync("/v1/tables/board/drift?from=1&load=2&format=yaml", Ct);
        Assert.Contains("x:\n  p_value: ", yaml, StringComparison.Ordinal);
        Assert.Contains("drift_status: true", yaml, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", (await tables.Client.GetStringAsync("/v1/tables/board/drift?from=1&to=2&format=html", Ct)).TrimStart(), StringComparison.Ordinal);
        Assert.Equal(409, (await tables.Get("/v1/tables/board/drift?from=77")).Status);
        Assert.Equal(400, (await tables.Get("/v1/tables/board/drift?from=x&format=pdf")).Status);
    }
}

public sealed class TableEndpointsOnSqlite() : TableEndpointsTests(StoreKind.Sqlite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_told_and_nothing_of_the_table_is_there()
    {
        using var disk = new SmallDisk(12);
        using var store = Weir.Storage.WeirStore.Open(disk.Path, TimeProvider.System);
        await using var tables = new TablesUnderTest(await ServerUnderTest.Start(store: store, change: usual => usual with { Jobs = usual.Jobs with { LeastFreeMiB = 0 } }));
        var rows = "a,b,label\n" + string.Concat(Enumerable.Range(0, 120_000).Select(i => FormattableString.Invariant($"{i * 3},{i % 97},{i & 1}\n")));
        var (status, problem) = await tables.Send(HttpMethod.Post, "/v1/tables?name=t2", rows);
        Assert.Equal((507, true), (status, problem.GetProperty("detail").GetString()!.StartsWith("The disk of this server is full; free some space", StringComparison.Ordinal)));
        Assert.Equal(404, (await tables.Get("/v1/tables/t2")).Status);
        Assert.Empty(Directory.GetFiles(disk.File("uploads")));
        disk.Resize(200);
        Assert.Equal(201, (await tables.Send(HttpMethod.Post, "/v1/tables?name=t2", rows)).Status);
        Assert.Equal(120_000, store.Tables.Find("t2")!.Rows);
    }

    [Fact]
    public async Task A_forgotten_table_leaves_no_file_with_its_rows()
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(isTrained: true);
        var store = tables.Server.Store;
        var model = Assert.Single(store.Models.On(store.Tables.Find("board")!.ChannelNumber).All());
        Assert.True(File.Exists(Path.Combine(store.DataDirectory, model.File)));
        Assert.Equal(204, (await tables.Send(HttpMethod.Delete, "/v1/tables/board")).Status);
        Assert.False(File.Exists(Path.Combine(store.DataDirectory, model.File)));
        Assert.False(Directory.Exists(Path.Combine(store.DataDirectory, "tables", "board")));
        Assert.Contains(store.Models.History(), step => step.Version == model.Version && step.Reason == "its table was forgotten");
        Assert.DoesNotContain(model.Version, store.Models.Champions());
    }

    [Fact]
    public async Task Rows_that_do_not_fit_are_refused_with_every_column_that_is_wrong()
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(50);
        var (status, problem) = await tables.Send(HttpMethod.Post, "/v1/tables/board/rows", "id,x,lvel,tld,same,status\n1,0.5,1,com,7,bad\n");
        Assert.Equal(422, status);
        Assert.StartsWith("pandas.csv ", (await tables.Send(HttpMethod.Post, "/v1/tables/board/rows?source=pandas.csv", "id,x,lvel,tld,same,status\n1,0.5,1,com,7,bad\n")).Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["level", "y"], problem.GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()).Order(StringComparer.Ordinal));
        var (bad, rows) = await tables.Send(HttpMethod.Post, "/v1/tables/board/rows", "id,x,y,level,tld,same,status\n1,a,0.5,1,com,7,bad\n2,b,0.5,1,com,7,bad\n3,0.5,0.5,1,com,7,bad\n");
        Assert.Equal((422, "line 2"), (bad, rows.GetProperty("errors")[0].GetProperty("field").GetString()));
        Assert.Equal(50, tables.Server.Store.Tables.Find("board")!.Rows);
        Assert.Single(tables.Server.Store.Tables.Loads.Of(tables.Server.Store.Tables.Find("board")!.Id));
        Assert.Equal(404, (await tables.Send(HttpMethod.Post, "/v1/tables/none/rows", "a,b\n")).Status);
        Assert.Equal(415, (await tables.Send(HttpMethod.Post, "/v1/tables/board/rows", "a,b\n", "application/x-www-form-urlencoded")).Status);
    }

    [Fact]
    public async Task Forms_bring_a_file_its_options_and_a_schema()
    {
        await using var tables = await TablesUnderTest.Start();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("kind"), "target" }, { new StringContent("yes"), "phishing" }, { new StringContent("no"), "benign" },
            { new StringContent("a;kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 13};{(i % 2 == 0 ? "yes" : "no")}\n"))), "upload", "My Table.csv" }, { new StringContent("semicolon"), "delimiter" },
        };
        using var answer = await tables.Client.PostAsync("/v1/tables", form, Ct);
        Assert.Equal((201, "/v1/tables/my-table/loads/1"), ((int)answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal("My Table.csv", tables.Server.Store.Tables.Loads.Of(1)[0].Source);
        using var published = new MultipartFormDataContent
        {
            { new StringContent("columns:\n  - a: int64\n  - b: int64\n  - Result: int64\nnumerical_columns:\n  - a\n  - b\n"), "schema", "schema.yaml" }, { new StringContent("-1"), "phishing" },
            { new StringContent("a,b,Result\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 5},{i % 3},{(i % 2 == 0 ? -1 : 1)}\n"))), "file", "uci.csv" },
        };
        using var made = await tables.Client.PostAsync("/v1/tables", published, Ct);
        Assert.Equal(201, (int)made.StatusCode);
        Assert.Equal(30, tables.Server.Store.Tables.Find("uci")!.Phishing);
        using var none = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        using var refused = await tables.Client.PostAsync("/v1/tables", none, Ct);
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Equal(400, (await tables.Send(HttpMethod.Post, "/v1/tables", "a,b\n")).Status);
    }

    [Theory]
    [InlineData("GET", "/v1/tables", "401 403 200 200 200 403")]
    [InlineData("GET", "/v1/tables/none", "401 403 404 404 404 403")]
    [InlineData("POST", "/v1/tables/none/rows", "401 403 403 404 404 403")]
    [InlineData("DELETE", "/v1/tables/none", "401 403 403 403 404 403")]
    [InlineData("DELETE", "/v1/tables/none/loads/1", "401 403 403 404 404 403")]
    [InlineData("GET", "/v1/trainings/1", "401 403 404 404 404 403")]
    public async Task Tables_belong_to_the_main_tenant_and_each_role_reaches_what_is_its(string method, string path, string expected)
    {
        await using var tables = await TablesUnderTest.Start();
        var server = tables.Server;
        var statuses = new List<int>();
        foreach (var client in (HttpClient[])[server.Anonymous, server.ClientOf("check"), server.ClientOf("viewer"), server.ClientOf("analyst"), server.ClientOf("admin"), server.ClientOf("admin", "other")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method == "POST") request.Content = new StringContent("a,b\n1,2\n", Encoding.UTF8, "text/csv");
            using var answer = await client.SendAsync(request, Ct);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal(expected, string.Join(' ', statuses));
    }

    [Fact]
    public async Task A_repeated_request_is_done_once()
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(50);
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tables/board/rows") { Content = new StringContent(TablesUnderTest.Csv(30, 9), Encoding.UTF8, "text/csv"), Headers = { { "Idempotency-Key", "k1" } } };
            using var answer = await tables.Client.SendAsync(request, Ct);
            Assert.Equal(201, (int)answer.StatusCode);
        }

        Assert.Equal(80, tables.Server.Store.Tables.Find("board")!.Rows);
    }
}

public sealed class TableEndpointsOnPostgres() : TableEndpointsTests(StoreKind.Postgres);
