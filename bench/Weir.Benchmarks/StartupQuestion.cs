using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks;

/// <summary><c>weir serve</c> with the shipped model and an empty data directory: seconds until /readyz says yes, memory after 1,000 checks.</summary>
internal sealed class StartupQuestion : IQuestion
{
    private const int Runs = 5;
    private const int Checks = 1000;
    private const double GivenUpAfter = 30;

    public string Name => "startup";

    public string About => "Seconds until weir serve is ready, and its resident memory after 1,000 checks";

    public Answer Ask(Bench bench)
    {
        var urls = bench.Set("calibrate_test").Rows.Take(Checks).Select(row => row.Url).ToArray();
        var runs = Enumerable.Range(0, Runs).Select(run => Serve(bench, urls)).OrderBy(run => run.Ready).ToList();
        var (ready, resident) = (runs[Runs / 2].Ready, runs.Max(run => run.Resident));
        var figures = new JsonObject { ["ready_s"] = Figure.Of(ready, 3), ["slowest_ready_s"] = Figure.Of(runs[^1].Ready, 3), ["resident_mib"] = Figure.Of(resident, 0) };
        var text = $"| figure | value |\n|---|---|\n| ready, median of {Runs} starts | {Figure.Text(ready, 2)} s |\n| slowest start | {Figure.Text(runs[^1].Ready, 2)} s |\n"
            + $"| resident after {Checks} checks, largest | {Figure.Text(resident, 0)} MiB |\n\nThere is no peer for this question.\n";
        return new Answer(figures, null, text);
    }

    private static (double Ready, double Resident) Serve(Bench bench, string[] urls)
    {
        bench.Say("starting weir serve");
        var data = Directory.CreateTempSubdirectory("weir-bench-data").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var watch = Stopwatch.StartNew();
        using var server = Child.Start(bench.Weir, ["serve", "--urls", address.ToString(), "--data", data]);
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            var ready = WaitUntilReady(client, watch, server);
            foreach (var url in urls) Post(client, url);
            return (ready, Child.MiB(server.Id, "VmRSS"));
        }
        finally
        {
            if (!server.HasExited) server.Kill();
            server.WaitForExit();
            Directory.Delete(data, recursive: true);
        }
    }

    private static double WaitUntilReady(HttpClient client, Stopwatch watch, Process server)
    {
        while (watch.Elapsed.TotalSeconds < GivenUpAfter && !server.HasExited)
        {
            try
            {
                using var answer = client.GetAsync("/readyz").GetAwaiter().GetResult();
                if (answer.IsSuccessStatusCode) return watch.Elapsed.TotalSeconds;
            }
            catch (HttpRequestException) // nobody listens yet
            {
            }
            Task.Delay(5).Wait();
        }
        throw new BenchException($"weir serve was not ready within {GivenUpAfter} s; is models/url-baseline.weir there?");
    }

    private static void Post(HttpClient client, string url)
    {
        using var answer = client.PostAsJsonAsync("/v1/check", new Dictionary<string, string> { ["subject"] = url }).GetAwaiter().GetResult();
        if (!answer.IsSuccessStatusCode) throw new BenchException($"POST /v1/check answered {(int)answer.StatusCode}: {answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
