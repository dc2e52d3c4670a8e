using System.Net;
using System.Text;
using Xunit;

namespace Weir.Tests.Server.Jobs;

public sealed class JobLimitsTests
{
    [Fact]
    public async Task The_rows_of_a_file_count_against_the_quota_however_they_are_written()
    {
        await using var jobs = await JobsUnderTest.Start();
        using var bounded = jobs.Server.ClientWith(KeyedClient.Key(jobs.Server.Store, "analyst", name: "bounded", change: record => record with { SubjectsADay = 5 }));
        Assert.Equal(HttpStatusCode.Accepted, (await Send(bounded, "url\na.example\nb.example\n", "list.csv")).StatusCode);
        var over = await Send(bounded, """[{"url":"a.example"},{"url":"b.example"},{"url":"c.example"},{"url":"d.example"}]""", "list.json");
        Assert.Equal(HttpStatusCode.TooManyRequests, over.StatusCode);
        Assert.True(over.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Contains("midnight UTC", await over.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await Send(bounded, "a.example\nb.example\nc.example\n", "list.txt")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Send(bounded, "a.example\n", "list.txt")).StatusCode);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(jobs.Server.Store.DataDirectory, "jobs")).Length);
    }

    [Fact]
    public async Task A_large_file_is_taken_once_however_often_it_is_sent_under_one_key()
    {
        await using var jobs = await JobsUnderTest.Start();
        var text = "url\n" + string.Concat(Enumerable.Repeat("http://a.example/" + new string('x', 1000) + "\n", 40_000));
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs?name=large.csv") { Content = new StringContent(text), Headers = { { "Idempotency-Key", "large-1" } } };
            using var answer = await jobs.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            answers.Add(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Single(jobs.Server.Store.Jobs.List("main", null, null, 10));
    }

    [Fact]
    public async Task A_job_is_judged_with_the_lists_of_its_tenant()
    {
        var own = ServerUnderTest.Detector("with-own-lists");
        await using var jobs = await JobsUnderTest.Start(detector: ServerUnderTest.Detector("v1") with { Tenants = new Dictionary<string, Weir.Server.Models.ServedDetector> { ["acme"] = own } });
        using var acme = jobs.Server.ClientOf("analyst", "acme");
        using var answer = await Send(acme, "url\na.example\n", "list.csv&start=true");
        var theirs = (await jobs.Server.Json(answer)).GetProperty("id").GetInt64();
        var ours = await jobs.Job("url\na.example\n");
        await jobs.Until(ours, "done");
        await jobs.Until(theirs, job => job.GetProperty("state").GetString() == "done", acme);
        Assert.Contains(",v1,", await jobs.Result(ours), StringComparison.Ordinal);
        Assert.Contains(",with-own-lists,", await acme.GetStringAsync($"/v1/jobs/{theirs}/result", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string text, string query) =>
        client.PostAsync($"/v1/jobs?name={query}", new StringContent(text, Encoding.UTF8, "application/octet-stream"), TestContext.Current.CancellationToken);
}
