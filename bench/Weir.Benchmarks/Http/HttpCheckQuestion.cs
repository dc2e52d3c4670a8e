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
        (string Name, LoadedServer Server, string Bodies, string Path)[] loads =
            [("none", plain, none, "/v1/check"), ("top_history", kept, top, "/v1/check"), ("bare", bare, none, "/v1/check"), ("python", python, peer, "/check")];
        foreach (var (name, server, bodies, path) in loads)
        {
            bench.Say($"warming {name}");
            Wrk.Run(bench, server, bodies, Connections, WarmSeconds, path);
        }

        var runs = loads.ToDictionary(load => load.Name, _ => new List<Load>());
        for (var round = 0; round < Rounds; round++)
            foreach (var (name, server, bodies, path) in loads)
            {
                runs[name].Add(Wrk.Run(bench, server, bodies, Connections, Seconds, path));
                bench.Say($"{name}: {runs[name][^1].RequestsPerS:F0} requests/s");
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
            text += median.Row(name switch { "none" => "without reasons and history", "top_history" => "with reasons and history", "bare" => "a bare endpoint", _ => "FastAPI with a forest, 2 workers" });
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
