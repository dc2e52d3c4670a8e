using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Http;

/// <summary>
/// Mixed load for half an hour (<c>bench/run soak MINUTES</c>): single, bulk and streamed checks, pages, searches of the history, exports,
/// uploads of jobs, listeners of live events. Holds when nothing failed and neither memory nor file descriptors grow.
/// </summary>
internal sealed class SoakQuestion : IQuestion
{
    private const double UsualMinutes = 30;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(5);

    private static readonly string[] Pages = ["/", "/overview", "/history", "/history?decision=phishing", "/models", "/drift", "/lists", "/feeds", "/jobs", "/review", "/appeals", "/alerts", "/audit", "/keys", "/settings"];
    private static readonly string[] Searches = ["limit=100", "decision=phishing", "brand=PayPal", "model=none", "domain=example.com"];
    private static readonly string[] Exports = ["/v1/verdicts/export?decision=phishing", "/v1/export/plain", "/v1/export/stix", "/v1/lists/export"];

    private readonly ConcurrentDictionary<string, long> _done = new();
    private readonly ConcurrentDictionary<string, long> _failed = new();
    private readonly ConcurrentQueue<string> _faults = new();

    public string Name => "soak";

    public string About => "Mixed load for 30 minutes (--minutes N): memory, file descriptors, errors";

    public Answer Ask(Bench bench)
    {
        var minutes = double.Parse(bench.Value("--minutes") ?? UsualMinutes.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var data = Directory.CreateTempSubdirectory("weir-bench-soak").FullName;
        // A small history is full soon: it must then stay as it is.
        using var server = LoadedServer.Weir(bench, data, ("WEIR__Verdicts__PerSecond", "2000"), ("WEIR__Verdicts__Most", "200000"));
        var urls = bench.Set("calibrate_test").Rows.Select(row => row.Url).Take(20_000).ToArray();
        using var end = new CancellationTokenSource();
        var work = Acts(server, urls).Select(act => Task.Run(() => Repeat(act.Name, act.Pause, act.Do, end.Token))).ToList();
        var samples = Watch(bench, server, TimeSpan.FromMinutes(minutes));
        end.Cancel();
        Task.WhenAll(work).GetAwaiter().GetResult();
        server.Stop();
        Directory.Delete(data, recursive: true);
        return Told(samples, minutes);
    }

    private static IEnumerable<(string Name, TimeSpan Pause, Func<int, CancellationToken, Task> Do)> Acts(LoadedServer server, string[] urls)
    {
        var client = server.Client;
        // Light enough to leave a processor to others: half an hour shows what grows, not how fast it is.
        TimeSpan Each(int ms) => TimeSpan.FromMilliseconds(ms);
        for (var n = 0; n < 4; n++) yield return ("check", Each(5), (i, ct) => Post(client, "/v1/check", new { subject = urls[i % urls.Length] }, ct));
        yield return ("bulk", Each(500), (i, ct) => Post(client, "/v1/check", new { subjects = urls.Skip(i * 100 % 19_000).Take(1000) }, ct));
        yield return ("stream", Each(2000), (i, ct) => Send(client, "/v1/check/stream", new StringContent(string.Join('\n', urls), Encoding.UTF8, "application/x-ndjson"), ct));
        yield return ("page", Each(250), (i, ct) => Get(client, Pages[i % Pages.Length], ct));
        yield return ("history", Each(100), (i, ct) => Get(client, "/v1/verdicts?" + Searches[i % Searches.Length], ct));
        yield return ("export", Each(5000), (i, ct) => Get(client, Exports[i % Exports.Length], ct));
        yield return ("stats", Each(1000), (_, ct) => Get(client, "/v1/stats", ct));
        yield return ("metrics", Each(1000), (_, ct) => Get(client, "/metrics", ct));
        yield return ("job", Each(10_000), (_, ct) => Job(client, urls, ct));
        for (var n = 0; n < 4; n++) yield return ("listener", TimeSpan.FromSeconds(1), (_, ct) => Listen(client, ct));
    }

    private async Task Repeat(string name, TimeSpan pause, Func<int, CancellationToken, Task> act, CancellationToken ct)
    {
        for (var i = 0; !ct.IsCancellationRequested; i++)
        {
            try
            {
                await act(i, ct);
                _done.AddOrUpdate(name, 1, (_, count) => count + 1);
                await Task.Delay(pause, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                _failed.AddOrUpdate(name, 1, (_, count) => count + 1);
                if (_faults.Count < 10) _faults.Enqueue($"{name}: {fault.Message}");
            }
        }
    }

    private List<(double Minute, double Resident, int Files)> Watch(Bench bench, LoadedServer server, TimeSpan time)
    {
        var samples = new List<(double, double, int)>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time; Task.Delay(Sample).Wait())
        {
            samples.Add((watch.Elapsed.TotalMinutes, server.ResidentMiB, server.FileDescriptors));
            if (samples.Count % 12 == 1) bench.Say($"{samples[^1].Item2:F0} MiB, {samples[^1].Item3} files, {_done.Values.Sum()} done, {_failed.Values.Sum()} failed");
        }

        return samples;
    }

    // The first third warms up; what grows after it goes on growing.
    private Answer Told(List<(double Minute, double Resident, int Files)> samples, double minutes)
    {
        var rest = samples.Skip(samples.Count / 3).ToList();
        double Median(IEnumerable<double> values) => values.Order().ElementAtOrDefault(Math.Max(0, values.Count() / 2));
        var half = rest.Count / 2;
        var (first, last) = (Median(rest.Take(half).Select(sample => sample.Resident)), Median(rest.Skip(half).Select(sample => sample.Resident)));
        var (meanAt, mean) = (rest.Average(sample => sample.Minute), rest.Average(sample => sample.Resident));
        var slope = rest.Sum(sample => (sample.Minute - meanAt) * (sample.Resident - mean)) / Math.Max(1e-9, rest.Sum(sample => Math.Pow(sample.Minute - meanAt, 2)));
        var (filesFirst, filesLast) = (rest.Take(half).Max(sample => sample.Files), rest.Skip(half).Max(sample => sample.Files));
        var figures = new JsonObject
        {
            ["minutes"] = minutes,
            ["resident_mib_start"] = Figure.Of(samples[0].Resident, 0),
            ["resident_mib_end"] = Figure.Of(samples[^1].Resident, 0),
            ["resident_mib_peak"] = Figure.Of(samples.Max(sample => sample.Resident), 0),
            ["slope_mib_per_minute"] = Figure.Of(slope, 3),
            ["memory_growth"] = Figure.Of(last / first, 3),
            ["files_growth"] = filesLast - filesFirst,
            ["done"] = _done.Values.Sum(),
            ["errors"] = _failed.Values.Sum(),
        };
        foreach (var (name, count) in _done.OrderBy(pair => pair.Key, StringComparer.Ordinal)) figures["done_" + name] = count;
        var text = $"| figure | value |\n|---|---|\n| resident at the start, end, peak | {samples[0].Resident:F0}, {samples[^1].Resident:F0}, {samples.Max(sample => sample.Resident):F0} MiB |\n"
            + $"| slope after the first third | {Figure.Text(slope, 3)} MiB a minute |\n| second half of the rest to the first | {Figure.Text(last / first, 3)} |\n| file descriptors, most in both halves | {filesFirst}, {filesLast} |\n"
            + string.Concat(_done.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"| {pair.Key}: done, failed | {pair.Value}, {_failed.GetValueOrDefault(pair.Key)} |\n"))
            + string.Concat(_faults.Select(fault => $"\n- {fault}")) + "\n";
        return new Answer(figures, null, text);
    }

    private static async Task Get(HttpClient client, string path, CancellationToken ct) => await Drain(await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct), ct);

    private static async Task Post(HttpClient client, string path, object body, CancellationToken ct) => await Drain(await client.PostAsJsonAsync(path, body, ct), ct);

    private static async Task Send(HttpClient client, string path, HttpContent content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        await Drain(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct), ct);
    }

    private static async Task Job(HttpClient client, string[] urls, CancellationToken ct)
    {
        using var form = new MultipartFormDataContent { { new StringContent("url\n" + string.Join('\n', urls.Take(5000))), "file", "soak.csv" } };
        await Send(client, "/v1/jobs", form, ct);
    }

    private static async Task Listen(HttpClient client, CancellationToken ct)
    {
        using var some = CancellationTokenSource.CreateLinkedTokenSource(ct);
        some.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            await Get(client, "/events", some.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // A listener goes when his page is closed.
        }
    }

    private static async Task Drain(HttpResponseMessage response, CancellationToken ct)
    {
        using (response)
        {
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            await body.CopyToAsync(Stream.Null, ct);
        }
    }
}
