using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.Benchmarks.Http;

/// <summary>
/// POST /v1/check with one address, 64 connections, server and load on the same machine: without reasons and history, with both, a bare
/// endpoint of the same shape, and the plain Python server. All are started first and loaded in turn, so that each has the same noise.
/// </summary>
internal sealed class HttpCheckQuestion : IQuestion
{
    private const int Connections = 64;
    private const int WarmSeconds = 12;
    private const int Rounds = 5;
    private const int Seconds = 5;

    /// <summary>Mean pause of a connection, milliseconds: a server that is asked as fast as it answers shows how long its queue is, not how long it takes.</summary>
    private const double Pause = 0.3;

    public string Name => "http-check";

    public string About => "POST /v1/check over loopback, 64 connections, beside a bare endpoint and the plain Python server";

    public Answer Ask(Bench bench)
    {
        var none = Wrk.BodyFile(bench, "none", url => new { subject = url, explain = "none" });
        var top = Wrk.BodyFile(bench, "top", url => new { subject = url, explain = "top" });
        var peer = Wrk.BodyFile(bench, "peer", url => new { url });
        var (plainData, keptData) = (Fresh("plain"), Fresh("kept"));
        using var plain = LoadedServer.Weir(bench, plainData, ("WEIR__Verdicts__Share", "0"));
        using var kept = LoadedServer.Weir(bench, keptData, ("WEIR__Verdicts__PerSecond", "100000"), ("WEIR__Verdicts__Most", "100000000"));
        using var bare = BareServer.Start(bench);
        using var python = Peer(bench);
        (string Name, LoadedServer Server, string Bodies, string Path, double Pause)[] loads =
        [
            ("none", plain, none, "/v1/check", 0), ("none_paced", plain, none, "/v1/check", Pause), ("top_history", kept, top, "/v1/check", 0),
            ("bare", bare, none, "/v1/check", 0), ("bare_paced", bare, none, "/v1/check", Pause), ("python", python, peer, "/check", 0),
        ];
        foreach (var (name, server, bodies, path, _) in loads.Where(load => load.Pause == 0))
        {
            bench.Say($"warming {name}");
            Wrk.Run(bench, server, bodies, Connections, WarmSeconds, path);
        }

        var runs = loads.ToDictionary(load => load.Name, _ => new List<Load>());
        for (var round = 0; round < Rounds; round++)
            foreach (var (name, server, bodies, path, pause) in loads)
            {
                runs[name].Add(Wrk.Run(bench, server, bodies, Connections, Seconds, path, pause));
                bench.Say($"{name}: {runs[name][^1].RequestsPerS:F0} requests/s, p99 {runs[name][^1].P99Ms:F2} ms");
            }

        kept.Stop();
        var result = Told(loads.Select(load => load.Name), runs, Totals(keptData));
        foreach (var data in (string[])[plainData, keptData]) Directory.Delete(data, recursive: true);
        return result;
    }

    private static Answer Told(IEnumerable<string> names, Dictionary<string, List<Load>> runs, VerdictTotals totals)
    {
        var (figures, text) = (new JsonObject(), Load.Head);
        foreach (var name in names)
        {
            var median = runs[name].OrderBy(run => run.RequestsPerS).ElementAt(Rounds / 2) with { Errors = runs[name].Sum(run => run.Errors) };
            figures[name] = median.Figures;
            text += median.Row(name switch
            {
                "none" => "without reasons and history, as fast as it goes",
                "none_paced" => $"the same, {Pause} ms between two requests of a connection",
                "top_history" => "with reasons and history",
                "bare" => "a bare endpoint, as fast as it goes",
                "bare_paced" => $"the same, {Pause} ms between two requests of a connection",
                _ => "FastAPI with a forest, 2 workers",
            });
        }

        (figures["top_history"]!["kept"], figures["top_history"]!["lost"]) = (totals.Kept, totals.Seen - totals.Kept);
        var (ours, bare, python) = (Figure.At(figures, "none/requests_per_s"), Figure.At(figures, "bare/requests_per_s"), Figure.At(figures, "python/requests_per_s"));
        figures["of_bare"] = Figure.Of(ours / bare, 3);
        return new Answer(figures, ours / python, $"{text}\nMedian of {Rounds} loads of {Seconds} s, in turn. Of {totals.Seen} verdicts {totals.Kept} are in the history, {totals.Seen - totals.Kept} are not.\n"
            + $"Without reasons and history it does {Figure.Percent(ours / bare)} of what the bare endpoint does.\n");
    }

    private static string Fresh(string name) => Directory.CreateTempSubdirectory($"weir-bench-{name}").FullName;

    private static VerdictTotals Totals(string data)
    {
        using var store = WeirStore.Open(data, TimeProvider.System);
        return store.Verdicts.Totals();
    }

    private static LoadedServer Peer(Bench bench)
    {
        var script = bench.SharedFile("bench/peer_server.py");
        var folder = Path.GetDirectoryName(script)!;
        var train = bench.SplitFile("train");
        var code = $"import sys,uvicorn; sys.argv=['peer_server.py','{train}']; uvicorn.run('peer_server:app',host='127.0.0.1',port=int('PORT'),workers=2,log_level='warning',app_dir='{folder}')";
        var model = Path.Combine(bench.Cache, "peer_server_model.pkl");
        // The forest is trained once, before the workers start, so that they do not train it side by side.
        if (!File.Exists(model)) Child.Run("env", $"PEER_MODEL={model}", "/usr/bin/python3", "-c", $"import sys; sys.argv=['x','{train}']; sys.path.insert(0,'{folder}'); import peer_server");
        return LoadedServer.Start("/usr/bin/python3", port => ["-c", code.Replace("PORT", $"{port}", StringComparison.Ordinal), train], "/", ("PEER_MODEL", model), ("PYTHONPATH", folder), ("OMP_NUM_THREADS", "1"));
    }
}
