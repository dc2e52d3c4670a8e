using System.Net;
using System.Net.Http.Headers;
using Weir.Server.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Jobs;

public abstract class JobEndpointsTests(StoreKind kind)
{
    [Fact]
    public async Task A_file_is_taken_shown_started_and_judged_with_its_columns_and_order()
    {
        await using var jobs = await JobsUnderTest.Start(kind: kind);
        using var created = await jobs.Upload("id;link\n1;http://bad.example/\n2;http://good.example/x\n", "name=meine%20liste.csv");
        Assert.Equal(HttpStatusCode.Accepted, created.StatusCode);
        var job = await jobs.Server.Json(created);
        var id = job.GetProperty("id").GetInt64();
        Assert.Equal($"/v1/jobs/{id}", created.Headers.Location!.ToString());
        var ready = await jobs.Get(id);
        Assert.Equal("ready", ready.GetProperty("state").GetString());
        Assert.Equal("""{"format":"csv","delimiter":"semicolon","encoding":"utf8","header":true,"columns":["id","link"],"column":"link"}""", ready.GetProperty("shape").GetRawText());
        Assert.Equal("""[["1","http://bad.example/"],["2","http://good.example/x"]]""", ready.GetProperty("preview").GetRawText());
        Assert.Equal(200, (await jobs.Act(id, "start")).Status);
        var done = await jobs.Until(id, "done");
        Assert.Equal("id;link;decision;score;category;brand;model;error\n1;http://bad.example/;phishing;0.973000000;none;;v1;\n2;http://good.example/x;benign;0.012000000;none;;v1;\n", await jobs.Result(id));
        Assert.Equal((2, 0, 1), (done.GetProperty("rows").GetInt64(), done.GetProperty("failedRows").GetInt64(), done.GetProperty("progress").GetInt32()));
        var summary = done.GetProperty("summary");
        Assert.Equal("""{"unknown":0,"benign":1,"suspicious":0,"phishing":1}""", summary.GetProperty("decisions").GetRawText());
        Assert.Equal("""[{"name":"bad.example","count":1}]""", summary.GetProperty("domains").GetRawText());
    }

    [Fact]
    public async Task What_was_found_out_can_be_chosen_otherwise()
    {
        await using var jobs = await JobsUnderTest.Start(kind: kind);
        var id = await jobs.Job("http://a.example/,http://bad.example/\n", "name=x.csv");
        Assert.Equal(400, (await jobs.Act(id, "start?column=9&delimiter=comma")).Status);
        Assert.Equal(400, (await jobs.Act(id, "start?header=perhaps&encoding=ebcdic")).Status);
        Assert.Equal(200, (await jobs.Act(id, "start?column=2&header=false")).Status);
        await jobs.Until(id, "done");
        Assert.StartsWith("column1,url,decision", (await jobs.Result(id)).Replace("url,column2", "column1,url", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(",phishing,", await jobs.Result(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_known_column_a_job_waits_and_says_so()
    {
        await using var jobs = await JobsUnderTest.Start(kind: kind);
        var id = await jobs.Job("name,age\nmax,3\nmia,4\n");
        var job = await jobs.Get(id);
        Assert.Equal("ready", job.GetProperty("state").GetString());
        Assert.Contains("No column looks like addresses", job.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, (await jobs.Act(id, "start")).Status);
        Assert.Equal(200, (await jobs.Act(id, "start?column=name")).Status);
        await jobs.Until(id, "done");
    }

    [Fact]
    public async Task A_job_is_paused_gone_on_with_and_cancelled()
    {
        using var gate = new SemaphoreSlim(0);
        await using var jobs = await JobsUnderTest.Start(same => same with { ChunkRows = 1, Parallel = 1 }, JobsUnderTest.Slow("v1", gate), kind: kind);
        // Rows come in batches of a block; several of them make several chunks.
        var id = await jobs.Job("url\n" + string.Concat(Enumerable.Repeat($"http://{new string('a', 50)}.example/{new string('x', 900)}\n", 2000)));
        await jobs.Until(id, "running");
        Assert.Equal(409, (await jobs.Act(id, "resume")).Status);
        Assert.Equal(200, (await jobs.Act(id, "pause")).Status);
        gate.Release(1000);
        var paused = await jobs.Until(id, job => job.GetProperty("rows").GetInt64() > 0);
        Assert.Equal("paused", paused.GetProperty("state").GetString());
        Assert.Equal(409, (await jobs.Act(id, "start")).Status);
        Assert.Equal(200, (await jobs.Act(id, "resume")).Status);
        Assert.Equal(200, (await jobs.Act(id, "cancel")).Status);
        gate.Release(100_000);
        Assert.Equal(409, (await jobs.Act(id, "cancel")).Status);
        var lines = (await jobs.Result(id)).Split('\n');
        Assert.InRange(lines.Length, 2, 2001);
        Assert.Equal("cancelled", (await jobs.Get(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Failed_rows_are_judged_again_and_the_rest_is_kept()
    {
        await using var jobs = await JobsUnderTest.Start(detector: ServedDetector.Without("No model is loaded yet.", TimeProvider.System), kind: kind);
        var id = await jobs.Job("id,url\n1,bad.example\n2,a,b\n3,good.example\n");
        var failed = await jobs.Until(id, "done");
        Assert.Equal(3, failed.GetProperty("failedRows").GetInt64());
        Assert.Equal("row,reason,subject\n1,No model is loaded yet.,bad.example\n2,line 3: more cells than the header names,\"2,a,b\"\n3,No model is loaded yet.,good.example\n",
            await jobs.Client.GetStringAsync($"/v1/jobs/{id}/errors", TestContext.Current.CancellationToken));
        jobs.Server.Promote(ServerUnderTest.Detector("v2"));
        await WaitForModel(jobs, "v2");
        Assert.Equal(200, (await jobs.Act(id, "retry")).Status);
        var done = await jobs.Until(id, "done");
        Assert.Equal((1, 1), (done.GetProperty("failedRows").GetInt32(), done.GetProperty("attempt").GetInt32()));
        Assert.Equal(
            "id,url,decision,score,category,brand,model,error\n1,bad.example,phishing,0.973000000,none,,v2,\n2,a,unknown,,none,,,line 3: more cells than the header names\n3,good.example,benign,0.012000000,none,,v2,\n",
            await jobs.Result(id));
    }

    [Fact]
    public async Task Tenants_see_and_change_only_their_own_jobs()
    {
        await using var jobs = await JobsUnderTest.Start(kind: kind);
        var id = jobs.Server.Store.Jobs.Begin("other", "eve", "x.csv", "", "elsewhere");
        jobs.Server.Store.Jobs.Arrived(id, 10, "", start: false, "eve");
        foreach (var act in (string[])["start", "pause", "resume", "cancel", "retry"]) Assert.Equal(404, (await jobs.Act(id, act)).Status);
        foreach (var path in (string[])["", "/result", "/result?format=html", "/errors"])
            Assert.Equal(HttpStatusCode.NotFound, (await jobs.Client.GetAsync($"/v1/jobs/{id}{path}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await jobs.Client.DeleteAsync($"/v1/jobs/{id}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty((await jobs.Server.Json(await jobs.Client.GetAsync("/v1/jobs", TestContext.Current.CancellationToken))).GetProperty("items").EnumerateArray());
        foreach (var page in (string[])[$"/jobs/{id}", $"/jobs/{id}/rows"])
            Assert.Equal(HttpStatusCode.NotFound, (await jobs.Client.GetAsync(page, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Lists_are_cut_into_pages_and_a_deleted_job_leaves_nothing()
    {
        await using var jobs = await JobsUnderTest.Start(kind: kind);
        var ids = new List<long>();
        for (var i = 0; i < 3; i++) ids.Add(await jobs.Job("url\na.example\n"));
        foreach (var id in ids) await jobs.Until(id, "done");
        var first = await jobs.Server.Json(await jobs.Client.GetAsync("/v1/jobs?limit=2&state=done", TestContext.Current.CancellationToken));
        Assert.Equal([ids[2], ids[1]], first.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("id").GetInt64()));
        var second = await jobs.Server.Json(await jobs.Client.GetAsync($"/v1/jobs?limit=2&cursor={first.GetProperty("next").GetString()}", TestContext.Current.CancellationToken));
        Assert.Equal([ids[0]], second.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("id").GetInt64()));
        Assert.Equal(HttpStatusCode.BadRequest, (await jobs.Client.GetAsync("/v1/jobs?state=lost&limit=0", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await jobs.Client.DeleteAsync($"/v1/jobs/{ids[0]}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.False(Directory.Exists(Path.Combine(jobs.Server.Store.DataDirectory, "jobs", $"{ids[0]}")));
        Assert.Equal("job.delete", jobs.Server.Store.Audit.Recent(1)[0].Action);
    }

    [Fact]
    public async Task Json_lines_and_html_show_the_cells_as_they_came_in_and_a_csv_has_ranges()
    {
        await using var jobs = await JobsUnderTest.Start(kind: kind);
        var id = await jobs.Job("url,score,note\n=bad.example,7,<script>alert(1)</script>\nhttp://good.example/,8,\u202Ex\n");
        await jobs.Until(id, "done");
        Assert.Equal(
            """{"url":"=bad.example","input_score":"7","note":"<script>alert(1)</script>","decision":"phishing","score":0.973,"category":"none","brand":null,"model":"v1","error":null}""",
            (await jobs.Result(id, "?format=jsonl")).Split('\n')[0].Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal));
        Assert.StartsWith("url,score,note,decision,score,category,brand,model,error\n'=bad.example,7,", await jobs.Result(id), StringComparison.Ordinal);
        Assert.Contains("\n=bad.example,7,", await jobs.Result(id, "?guard=false"), StringComparison.Ordinal);
        foreach (var page in (string[])[$"/v1/jobs/{id}/result?format=html", $"/jobs/{id}/rows", $"/jobs/{id}"])
        {
            var html = await jobs.Client.GetStringAsync(page, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
            Assert.DoesNotContain("http://good.example", html, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202E', html);
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{id}/result") { Headers = { Range = new RangeHeaderValue(0, 8) } };
        using var part = await jobs.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.PartialContent, "url,score"), (part.StatusCode, await part.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        using var known = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{id}/result") { Headers = { IfNoneMatch = { part.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await jobs.Client.SendAsync(known, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_page_of_rows_names_the_next()
    {
        await using var jobs = await JobsUnderTest.Start(kind: kind);
        var id = await jobs.Job("n,url\n" + string.Concat(Enumerable.Range(1, 250).Select(i => $"row{i}.,a.example\n")));
        await jobs.Until(id, "done");
        var (path, seen) = ($"/jobs/{id}/rows", new List<string>());
        for (var page = 0; page < 3; page++)
        {
            var html = await jobs.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
            seen.AddRange(Enumerable.Range(1, 250).Select(i => $"row{i}.").Where(name => html.Contains($">{name}<", StringComparison.Ordinal)));
            var at = html.IndexOf("rows?cursor=", StringComparison.Ordinal);
            if (at < 0) break;
            path = $"/jobs/{id}/" + html[at..html.IndexOf('"', at)];
        }
        Assert.Equal(Enumerable.Range(1, 250).Select(i => $"row{i}."), seen);
    }

    private static async Task WaitForModel(JobsUnderTest jobs, string version)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await jobs.Server.Post("/v1/check", """{"subject":"http://a.example/"}""");
            if ((await answer.Content.ReadAsStringAsync(patience.Token)).Contains($"\"{version}\"", StringComparison.Ordinal)) return;
            await Task.Delay(20, patience.Token);
        }
    }
}

public sealed class JobEndpointsOnSqlite() : JobEndpointsTests(StoreKind.Sqlite);

public sealed class JobEndpointsOnPostgres() : JobEndpointsTests(StoreKind.Postgres);
