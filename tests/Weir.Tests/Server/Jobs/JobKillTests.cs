using System.Text.Json;
using Weir.Storage;
using Weir.Storage.Jobs;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Jobs;

public sealed class JobKillTests
{
    private const int Rows = 60_000;

    [Fact]
    public async Task A_killed_server_goes_on_from_the_last_chunk_and_no_row_is_lost_or_doubled()
    {
        using var directory = new TempDirectory();
        var upload = "row,url\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i},http://host{i}.example/path\n"));
        long id;
        string key;
        using (var store = WeirStore.Open(directory.Path, TimeProvider.System)) key = KeyedClient.Key(store, "analyst");
        using (var first = Serve(directory.Path))
        {
            using var client = await Client(first, key);
            using var answer = await client.PostAsync("/v1/jobs?name=x.csv&start=true", new StringContent(upload), TestContext.Current.CancellationToken);
            id = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("id").GetInt64();
            await Until(client, id, job => job.GetProperty("rows").GetInt64() > 3000);
            first.Signal("KILL");
            await first.EndAsync();
        }
        long before;
        using (var store = WeirStore.Open(directory.Path, TimeProvider.System))
        {
            var killed = store.Jobs.Find("main", id)!;
            Assert.Equal(JobState.Running, killed.State);
            before = killed.Rows;
            Assert.InRange(before, 3000, Rows - 1);
            // What a crash leaves behind the last chunk does not count.
            await File.AppendAllTextAsync(Path.Combine(directory.Path, "jobs", $"{id}", "result-0.csv"), "half a row", TestContext.Current.CancellationToken);
            var cut = store.Jobs.Begin("main", "local", "cut.csv", "", Environment.MachineName);
            Directory.CreateDirectory(Path.Combine(directory.Path, "jobs", $"{cut}"));
            Directory.CreateDirectory(Path.Combine(directory.Path, "jobs", "987654"));
        }
        using var second = Serve(directory.Path);
        using var again = await Client(second, key);
        var done = await Until(again, id, job => job.GetProperty("state").GetString() == "done");
        Assert.Equal(Rows, done.GetProperty("rows").GetInt64());
        var lines = (await again.GetStringAsync($"/v1/jobs/{id}/result", TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
        Assert.Equal(Enumerable.Range(1, Rows), lines.Skip(1).Select(line => int.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(lines, line => Assert.Equal(8, line.Split(',').Length));
        var told = await Until(again, id + 1, job => job.GetProperty("state").GetString() == "failed");
        Assert.Contains("Upload it again", told.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal([$"{id}"], Directory.GetDirectories(Path.Combine(directory.Path, "jobs")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_an_api_takes_in_a_worker_beside_it_judges()
    {
        using var directory = new TempDirectory();
        string key;
        using (var store = WeirStore.Open(directory.Path, TimeProvider.System)) key = KeyedClient.Key(store, "analyst");
        using var api = Serve(directory.Path, "api");
        using var client = await Client(api, key);
        using var answer = await client.PostAsync("/v1/jobs?name=x.csv&start=true", new StringContent("url\na.example\nb.example\n"), TestContext.Current.CancellationToken);
        var id = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("id").GetInt64();
        Assert.Equal("queued", (await Until(client, id, _ => true)).GetProperty("state").GetString());
        using var worker = Serve(directory.Path, "worker");
        var done = await Until(client, id, job => job.GetProperty("state").GetString() == "done");
        Assert.Equal(2, done.GetProperty("rows").GetInt64());
        Assert.Equal(3, (await client.GetStringAsync($"/v1/jobs/{id}/result", TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n').Length);
    }

    private static WeirProcess Serve(string data, string role = "all") => WeirProcess.Start(
        ["serve", "--role", role, "--urls", "http://127.0.0.1:0", "--data", data],
        ("WEIR__Jobs__ChunkRows", "1000"), ("WEIR__Jobs__Parallel", "1"), ("WEIR__Jobs__LeastFreeMiB", "0"));

    private static async Task<HttpClient> Client(WeirProcess process, string key)
    {
        var line = await process.LineAsync("Weir listens on");
        return new HttpClient { BaseAddress = new Uri(line.Split(' ')[3].TrimEnd('.')), DefaultRequestHeaders = { { "X-Api-Key", key } } };
    }

    private static async Task<JsonElement> Until(HttpClient client, long id, Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var job = JsonDocument.Parse(await client.GetStringAsync($"/v1/jobs/{id}", patience.Token)).RootElement;
            if (isSo(job)) return job;
            await Task.Delay(5, patience.Token);
        }
    }
}
