using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Server;
using Weir.Server.Jobs;
using Weir.Server.Models;
using Weir.Tests.Support;

namespace Weir.Tests.Server.Jobs;

/// <summary>A server that runs jobs, and what tests ask of it over HTTP.</summary>
internal sealed class JobsUnderTest(ServerUnderTest server) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public ServerUnderTest Server => server;

    public HttpClient Client => server.Client;

    public static async Task<JobsUnderTest> Start(Func<JobSettings, JobSettings>? change = null, ServedDetector? detector = null, Func<ServerOptions, ServerOptions>? options = null, StoreKind kind = StoreKind.Sqlite) =>
        new(await ServerUnderTest.StartWithStore(detector, usual => (options ?? (same => same))(usual with { Jobs = (change ?? (same => same))(usual.Jobs with { LeastFreeMiB = 0 }) }), kind: kind));

    public Task<HttpResponseMessage> Upload(string text, string query = "name=list.csv", string type = "text/csv") => Upload(Encoding.UTF8.GetBytes(text), query, type);

    public async Task<HttpResponseMessage> Upload(byte[] bytes, string query = "name=list.csv", string type = "text/csv")
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await Client.PostAsync($"/v1/jobs?{query}", content);
    }

    public async Task<long> Job(string text, string query = "name=list.csv&start=true")
    {
        using var answer = await Upload(text, query);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        return (await server.Json(answer)).GetProperty("id").GetInt64();
    }

    public async Task<JsonElement> Get(long id, HttpClient? client = null) => await server.Json(await (client ?? Client).GetAsync($"/v1/jobs/{id}"));

    public async Task<JsonElement> Until(long id, params string[] states) => await Until(id, job => states.Contains(job.GetProperty("state").GetString()));

    public async Task<JsonElement> Until(long id, Func<JsonElement, bool> isSo, HttpClient? client = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var job = await Get(id, client);
            if (isSo(job)) return job;
            await Task.Delay(Look, patience.Token);
        }
    }

    public async Task<(int Status, JsonElement Body)> Act(long id, string act)
    {
        using var answer = await Client.PostAsync($"/v1/jobs/{id}/{act}", null);
        return ((int)answer.StatusCode, await server.Json(answer));
    }

    public Task<string> Result(long id, string query = "") => Client.GetStringAsync($"/v1/jobs/{id}/result{query}");

    /// <summary>A detector that judges when it is let, for jobs that must be met in their middle.</summary>
    public static ServedDetector Slow(string version, SemaphoreSlim gate) => new((subject, _) =>
    {
        // A test that fails must not leave a thread behind that waits for ever.
        if (!gate.Wait(2 * Patience)) throw new TimeoutException("Nobody opened the gate.");
        return new Verdict { Subject = subject, Decision = Decision.Benign, Score = 0.1, CheckedAt = default, Model = new ModelIdentity(version, "") };
    }, new ModelIdentity(version, new string('b', 64)), "champion", null);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
