using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Detection;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Verdicts;

public abstract class HistoryEndpointsTests(StoreKind kind)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_verdict_is_found_by_the_id_of_its_answer_at_once()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var verdict = await server.Json(await server.Post("/v1/check", """{"subject":"http://bad.example/x"}"""));
        var id = verdict.GetProperty("id").GetString();
        var response = await server.Client.GetAsync($"/v1/verdicts/{id}", Ct);
        var kept = await server.Json(response);
        Assert.Equal((id, "phishing", 97, "v1", "http://bad.example/x"), (kept.GetProperty("id").GetString(), kept.GetProperty("decision").GetString(), kept.GetProperty("riskScore").GetInt32(),
            kept.GetProperty("model").GetProperty("version").GetString(), kept.GetProperty("subject").GetString()));
        Assert.False(kept.TryGetProperty("anew", out _));
        Assert.NotNull(response.Headers.ETag);
        var anew = await server.Client.GetFromJsonAsync<JsonElement>($"/v1/verdicts/{id}?explain=top", Ct);
        Assert.Equal(2, anew.GetProperty("anew").GetProperty("reasons").GetArrayLength());
        Assert.Equal(1, server.Store.Verdicts.Totals().Seen);
    }

    [Fact]
    public async Task The_history_is_filtered_and_paged_newest_first()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        Fill(server, 25);
        var first = await server.Client.GetFromJsonAsync<JsonElement>("/v1/verdicts?decision=phishing&limit=10", Ct);
        Assert.Equal(10, first.GetProperty("items").GetArrayLength());
        Assert.Equal("http://bad.example/24", first.GetProperty("items")[0].GetProperty("subject").GetString());
        var second = await server.Client.GetFromJsonAsync<JsonElement>($"/v1/verdicts?decision=phishing&limit=10&cursor={first.GetProperty("next").GetString()}", Ct);
        Assert.Equal((3, JsonValueKind.Null), (second.GetProperty("items").GetArrayLength(), second.GetProperty("next").ValueKind));
        var domain = await server.Client.GetFromJsonAsync<JsonElement>("/v1/verdicts?domain=www.bad.example&since=2026-03-01&maxScore=0.5", Ct);
        Assert.Equal(12, domain.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task All_faults_of_a_query_come_in_one_answer()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var response = await server.Client.GetAsync("/v1/verdicts?decision=bad&since=never&minScore=2&limit=0&list=grey&category=x", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["limit", "decision", "category", "list", "since", "minScore"],
            (await server.Json(response)).GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()));
        foreach (var path in (string[])["/v1/verdicts/12", "/v1/verdicts/x", "/v1/verdicts/99999999999999999999"])
            Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(path, Ct)).StatusCode);
    }

    [Fact]
    public async Task Another_tenant_does_not_see_it()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        server.Store.Verdicts.Add([new VerdictRow { Id = 5, Tenant = "other", At = DateTimeOffset.UnixEpoch, Subject = "http://secret.example/" }], 1, 0, null);
        Assert.DoesNotContain("secret", await server.Client.GetStringAsync("/v1/verdicts", Ct));
        Assert.DoesNotContain("secret", await server.Client.GetStringAsync("/v1/verdicts/export", Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/v1/verdicts/5", Ct)).StatusCode);
    }

    [Fact]
    public async Task An_export_holds_all_rows_and_no_formula()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        Fill(server, 2500);
        server.Store.Verdicts.Add([new VerdictRow { At = DateTimeOffset.UnixEpoch, Subject = "=cmd|' /c calc'!A0,\"x\"", Brand = "+1" }], 1, 0, null);
        var lines = (await server.Client.GetStringAsync("/v1/verdicts/export?format=csv", Ct)).Split("\r\n");
        Assert.Equal(2503, lines.Length);
        Assert.Contains(",url,\"'=cmd|' /c calc'!A0,\"\"x\"\"\",,unknown,,none,'+1,", lines[2501]);
        var ndjson = (await server.Client.GetStringAsync("/v1/verdicts/export?format=ndjson&decision=benign", Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1250, ndjson.Length);
        Assert.All(ndjson, line => Assert.Equal("benign", JsonDocument.Parse(line).RootElement.GetProperty("decision").GetString()));
    }

    [Fact]
    public async Task The_pages_show_what_was_kept_defanged()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        Fill(server, 3);
        server.Store.Verdicts.Add([new VerdictRow { At = TimeProvider.System.GetUtcNow(), Subject = "http://bad.example/<script>alert(1)</script>\u202e", Decision = Decision.Phishing, Score = 0.97 }], 1, 0, null);
        var page = await server.Client.GetStringAsync("/history?decision=phishing", Ct);
        Assert.Contains("hxxp", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("\u202e", page);
        Assert.DoesNotContain("href=\"http://bad", page);
        Assert.Contains("A number from 0 to 1.", await server.Client.GetStringAsync("/history?minScore=7", Ct));
        var newest = server.Store.Verdicts.Recent(1)[0];
        Assert.Contains("The brand &lt;Example&gt; is named outside", await server.Client.GetStringAsync($"/history/{newest.Id}", Ct));
        Assert.Contains("No such verdict", await server.Client.GetStringAsync("/history/7", Ct));
    }

    private static void Fill(ServerUnderTest server, int rows) => server.Store.Verdicts.Add([.. Enumerable.Range(0, rows).Select(i => new VerdictRow
    {
        At = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i),
        Subject = $"http://bad.example/{i}",
        Registrable = "bad.example",
        Score = i % 2 == 0 ? 0.9 : 0.1,
        Decision = i % 2 == 0 ? Decision.Phishing : Decision.Benign,
        Model = "v1",
    })], rows, 0, null);
}

public sealed class HistoryEndpointsOnSqlite() : HistoryEndpointsTests(StoreKind.Sqlite);

public sealed class HistoryEndpointsOnPostgres() : HistoryEndpointsTests(StoreKind.Postgres);
