using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

public sealed class PredictEndpointTests
{
    private const string Rows = "note,x,y,level,tld,same\n<b>one</b>,0.9,0.1,1,test,7\n=1+1,0.9,0.9,2,com,7\nthree,nonsense,0.9,2,com,7\n";

    private static readonly TableSchema Other = new()
    {
        Columns = [new TableColumn { Name = "p", Kind = ColumnKind.Number }],
        Target = new TableTarget { Column = "t", Phishing = ["1"], Benign = ["0"] },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_back_in_the_form_that_is_asked_for()
    {
        await using var tables = await Trained();
        var csv = await Text(tables, Rows);
        Assert.StartsWith("text/csv", csv.Type, StringComparison.Ordinal);
        var lines = csv.Text.Split('\n');
        Assert.Equal("note,x,y,level,tld,same,predicted_column,decision,score,error", lines[0]);
        Assert.StartsWith("<b>one</b>,0.9,0.1,1,test,7,bad,phishing,0.", lines[1], StringComparison.Ordinal);
        Assert.Equal("three,nonsense,0.9,2,com,7,,unknown,,x: 'nonsense' is not a number.", lines[3]);

        var json = JsonDocument.Parse((await Text(tables, Rows, accept: "application/json")).Text).RootElement;
        Assert.Equal(("board", 3), (json.GetProperty("table").GetString(), json.GetProperty("rows").GetArrayLength()));
        Assert.Equal("bad", json.GetProperty("rows")[0].GetProperty("predicted_column").GetString());
        Assert.NotEmpty(json.GetProperty("rows")[0].GetProperty("reasons").EnumerateArray());
        Assert.Equal((1, 1), (json.GetProperty("counts").GetProperty("phishing").GetInt32(), json.GetProperty("counts").GetProperty("unknown").GetInt32()));

        var jsonl = (await Text(tables, Rows, "?explain=none", accept: "application/x-ndjson")).Text.TrimEnd().Split('\n');
        Assert.Equal(3, jsonl.Length);
        Assert.False(JsonDocument.Parse(jsonl[0]).RootElement.TryGetProperty("reasons", out _));

        var page = await Text(tables, Rows, accept: "text/html,application/xhtml+xml,*/*;q=0.8");
        Assert.StartsWith("text/html", page.Type, StringComparison.Ordinal);
        Assert.Contains("<tr data-tone=\"phishing\">", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>one", page.Text, StringComparison.Ordinal);
        Assert.Contains("style-src 'sha256-", page.Policy, StringComparison.Ordinal);
        Assert.Equal(406, (await Text(tables, Rows, accept: "image/png")).Status);
        Assert.StartsWith("text/html", (await Text(tables, Rows, "?format=html", accept: "image/png")).Type, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(tables.Server.Store.DataDirectory, "uploads")));
    }

    [Fact]
    public async Task Formulas_stay_in_a_csv_unless_they_are_to_be_guarded()
    {
        await using var tables = await Trained();
        var plain = await Text(tables, Rows);
        Assert.Contains("\n=1+1,0.9,0.9,2,com,7,", plain.Text, StringComparison.Ordinal);
        Assert.Equal(plain.Text, (await Text(tables, Rows, "?guard=false")).Text);
        const string Hostile = "=cmd,x,y,level,tld,same\n=1+1,-0.5,0.9,2,com,7\n\"@a,b\",0.9,0.9,2,com,7\n'=x,0.9,0.9,2,com,7\nbroken,\"=1\n";
        var lines = (await Text(tables, Hostile, "?guard=true")).Text.Split('\n');
        Assert.StartsWith("'=cmd,x,y,", lines[0], StringComparison.Ordinal);
        // A number is none, also with its sign.
        Assert.StartsWith("'=1+1,-0.5,0.9,2,com,7,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("\"'@a,b\",0.9,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("''=x,0.9,", lines[3], StringComparison.Ordinal);
        Assert.Equal(400, (await Text(tables, Rows, "?guard=maybe")).Status);
    }

    [Theory]
    [InlineData("application/json", """{"rows":[{"x":0.9,"y":0.1,"level":null,"tld":"test","same":7},{"x":0.9,"y":0.9,"tld":"com","same":7,"level":2}]}""", 2)]
    [InlineData("application/json", "{\n  \"x\": 0.9, \"y\": 0.1,\n  \"level\": 1, \"tld\": \"test\", \"same\": 7\n}", 1)]
    [InlineData("application/json", """[{"x":0.9,"y":0.1,"level":1,"tld":"test","same":7}]""", 1)]
    [InlineData("application/x-ndjson", """{"x":0.9,"y":0.1,"level":1,"tld":"test","same":7}""", 1)]
    [InlineData("text/tab-separated-values", "x\ty\tlevel\ttld\tsame\n0.9\t0.1\t1\ttest\t7\n", 1)]
    public async Task Every_kind_of_body_is_read(string type, string body, int count)
    {
        await using var tables = await Trained();
        var json = JsonDocument.Parse((await Text(tables, body, "?format=json&channel=table:board", type: type)).Text).RootElement;
        Assert.Equal(count, json.GetProperty("rows").GetArrayLength());
        Assert.Equal("phishing", json.GetProperty("rows")[0].GetProperty("decision").GetString());
    }

    [Fact]
    public async Task A_form_of_a_browser_is_read_whatever_its_field_is_called()
    {
        await using var tables = await Trained();
        using var form = new MultipartFormDataContent { { new StringContent("table:board"), "channel" }, { new ByteArrayContent(Packed(Rows)), "datei", "rows.csv.gz" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = form };
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/html"));
        using var answer = await tables.Client.SendAsync(request, Ct);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("<h1>board: rows.csv.gz</h1>", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_rows_keep_their_order()
    {
        await using var tables = await Trained();
        var body = "note,x,y,level,tld,same\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => FormattableString.Invariant($"row-{i},0.{i % 10},0.{i % 7},1,com,7\n")));
        var lines = (await Text(tables, body)).Text.TrimEnd().Split('\n');
        Assert.Equal(40_001, lines.Length);
        Assert.All(Enumerable.Range(0, 40_000), i => Assert.StartsWith(FormattableString.Invariant($"row-{i},"), lines[i + 1], StringComparison.Ordinal));
        var json = JsonDocument.Parse((await Text(tables, body, "?explain=none", accept: "application/json")).Text).RootElement;
        Assert.Equal("row-39999", json.GetProperty("rows")[39_999].GetProperty("note").GetString());
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "", 400, "No table has the columns of the upload (a, b); there are board, empty.")]
    [InlineData("x,y\n1,2\n", "?channel=table:board", 422, "does not fit the schema of the table")]
    [InlineData(Rows, "?channel=table:none", 404, "There is no table 'none'")]
    [InlineData(Rows, "?channel=table:empty", 409, "No model serves the table 'empty' yet; train one: POST /train?channel=table:empty")]
    [InlineData(Rows, "?channel=table:board&model=nope", 404, "has no model of the version nope")]
    [InlineData(Rows, "?explain=all", 400, "none, top or full.")]
    [InlineData(Rows, "?format=pdf", 400, "csv, jsonl, json or html.")]
    [InlineData("", "", 422, "is empty")]
    [InlineData("x,y,level,tld,same\n", "", 422, "has a header and no rows below it")]
    [InlineData("x,x,y,level,tld,same\n1,1,1,1,com,7\n", "", 422, "names a column twice")]
    [InlineData("x|y;level\n1|1;1\n", "?delimiter=;", 400, "No table has the columns")]
    public async Task What_cannot_be_judged_is_refused_in_a_sentence(string body, string query, int status, string expected)
    {
        await using var tables = await Trained();
        LoadedTables.Load(tables.Server.Store, "empty", Other, []);
        var answer = await Text(tables, body, query);
        Assert.Equal(status, answer.Status);
        Assert.Contains(expected, JsonDocument.Parse(answer.Text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(tables.Server.Store.DataDirectory, "uploads")));
    }

    [Fact]
    public async Task Every_missing_column_is_named_and_packed_rows_that_end_early_are_refused()
    {
        await using var tables = await Trained();
        var (status, problem) = await tables.Send(HttpMethod.Post, "/predict?channel=table:board", "x,y\n1,2\n");
        Assert.Equal(422, status);
        Assert.Equal(["level", "same", "tld"], problem.GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()).Order(StringComparer.Ordinal));
        var packed = Packed(Rows);
        Assert.Equal(422, (await tables.Send(HttpMethod.Post, "/predict", packed[..^9], "application/gzip")).Status);
        var cut = await tables.Send(HttpMethod.Post, "/predict", """[{"x":0.9,"y":0.1,"level":1,"tld":"test","same":7},""", "application/json");
        Assert.Equal((422, "The upload: the JSON array is not closed: the file was cut off, or a bracket or quote is missing."), (cut.Status, cut.Body.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task A_new_champion_judges_the_next_rows()
    {
        await using var tables = await Trained();
        var before = (await Text(tables, Rows)).Model;
        LoadedTables.Load(tables.Server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 9));
        var done = await tables.Until((await tables.Train("?force=true")).Body.GetProperty("id").GetInt64());
        Assert.Equal("done", done.GetProperty("state").GetString());
        var after = (await Text(tables, Rows)).Model;
        Assert.Equal((done.GetProperty("version").GetString(), true), (after, after != before));
        Assert.Equal(before, (await Text(tables, Rows, $"?model={before}")).Model);
    }

    [Fact]
    public async Task Rows_count_against_the_quota_all_or_none()
    {
        await using var tables = await Trained();
        using var bounded = tables.Server.ClientWith(KeyedClient.Key(tables.Server.Store, "check", name: "bounded", change: record => record with { SubjectsADay = 5 }));
        var statuses = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await bounded.PostAsync("/predict", new StringContent(Rows, Encoding.UTF8, "text/csv"), Ct);
            statuses.Add((int)answer.StatusCode);
            if (i == 1) Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        }

        Assert.Equal([200, 429], statuses);
    }

    [Fact]
    public async Task A_file_that_unpacks_to_very_much_is_refused()
    {
        await using var tables = await TablesUnderTest.Start(options: usual => usual with { Jobs = usual.Jobs with { MaxBytes = 4096 } });
        var (status, problem) = await tables.Send(HttpMethod.Post, "/predict", Packed("x,y\n" + new string('1', 100_000)), "application/gzip");
        Assert.Equal(413, status);
        Assert.Contains("unpacks to more than 32768 bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(413, (await tables.Send(HttpMethod.Post, "/predict", new string('1', 5000))).Status);
        Assert.Empty(Directory.GetFiles(Path.Combine(tables.Server.Store.DataDirectory, "uploads")));
    }

    [Fact]
    public async Task A_stranger_without_a_key_sends_no_more_than_for_a_check()
    {
        await using var tables = await TablesUnderTest.Start(options: usual => usual with { AllowRemote = true, MaxBodyBytes = 2048 });
        foreach (var (host, status) in ((string, int)[])[("weir.example", 413), ("127.0.0.1", 409)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = new StringContent("x,y\n" + new string('1', 3000) + ",2\n", Encoding.UTF8, "text/csv"), Headers = { Host = host } };
            using var answer = await tables.Server.Anonymous.SendAsync(request, Ct);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_may_check_may_predict()
    {
        await using var tables = await Trained();
        using var answer = await tables.Server.ClientOf("check").PostAsync("/predict", new StringContent(Rows, Encoding.UTF8, "text/csv"), Ct);
        Assert.Equal(200, (int)answer.StatusCode);
        using var get = await tables.Server.Anonymous.GetAsync("/predict", Ct);
        Assert.Equal(405, (int)get.StatusCode);
        Assert.Contains("POST /predict?channel=table:NAME", await get.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static async Task<TablesUnderTest> Trained()
    {
        var tables = await TablesUnderTest.Start();
        await tables.Board(isTrained: true);
        return tables;
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static async Task<(int Status, string Text, string Type, string Policy, string? Model)> Text(TablesUnderTest tables, string body, string query = "", string? accept = null, string type = "text/csv")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict" + query) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await tables.Client.SendAsync(request, Ct);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Content.Headers.ContentType?.ToString() ?? "",
            answer.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy.Single() : "", answer.Headers.TryGetValues("X-Weir-Model", out var model) ? model.Single() : null);
    }
}
