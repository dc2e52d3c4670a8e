using System.Diagnostics;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning;
using Weir.Learning.Networks;
using Weir.Pipeline;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks;

/// <summary>A stack and a network trained on the same rows. The network is kept with the seconds it took; <c>--fresh-networks</c> trains it again.</summary>
internal sealed class SecondStage
{
    public static readonly CharNetworkParameters Parameters = new() { Symbols = UrlSymbols.Count };
    private readonly CharNetwork _network;

    public SecondStage(Bench bench, string train)
    {
        var stack = Path.Combine(bench.Value("--stacks") ?? "", train + ".weir");
        Model = bench.Has("--stacks") && File.Exists(stack) ? UrlModel.Load(stack) : train == "train" ? bench.Model : bench.Train(train).Model;
        var kept = Path.Combine(bench.Cache, $"network-{train}.weir");
        if (!File.Exists(kept) || bench.Has("--fresh-networks")) File.WriteAllBytes(kept, Train(bench, train));
        var file = ModelFile.Open(kept);
        _network = CharNetwork.Load(file, "network");
        (Seconds, CpuSeconds, Rows) = (file.Span<double>("seconds")[0], file.Span<double>("seconds")[1], file.Span<int>("rows")[0]);
        Bytes = 4 * file.Span<float>("network.weights").Length;
    }

    public UrlModel Model { get; }
    public double Seconds { get; }
    /// <summary>Processor time of the training, which other work on the machine does not stretch.</summary>
    public double CpuSeconds { get; }
    public int Rows { get; }
    public int Bytes { get; }

    /// <summary>Raw log-odds of the stack.</summary>
    public double[] Stack(LabelledSet set) => new UrlScorer(Model, new UrlFeatureReader(ReferenceLists.Embedded)).Raw(set.Rows);

    /// <summary>Raw log-odds of the network.</summary>
    public double[] Network(LabelledSet set) => Score(UrlSymbols.Read(set.Rows));

    /// <summary>Processor time on one thread, reading the URL not counted.</summary>
    public double MicrosecondsPerUrl(LabelledSet set)
    {
        var texts = UrlSymbols.Read(set.Rows);
        var before = Environment.CpuUsage.TotalTime;
        Score(texts);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / texts.Rows;
    }

    private static byte[] Train(Bench bench, string train)
    {
        var p = new UrlTrainingParameters();
        List<LabelledUrl> rows = [.. LabelledSet.ReadRows(bench.SplitFile(train))];
        rows.AddRange(HomepageRows.Of(rows, ReferenceLists.Embedded, p.HomepageShare));
        var texts = UrlSymbols.Read(rows, out var domains);
        var sizes = domains.CountBy(domain => domain).ToDictionary();
        byte[] labels = [.. rows.Select(row => row.IsPhishing ? (byte)1 : (byte)0)];
        bench.Say($"training the network on {train}");
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var network = CharNetworkTrainer.Fit(texts, labels, [.. domains.Select(domain => (float)Math.Pow(sizes[domain], -p.DomainPower))], null, Parameters);
        var file = new ModelFileBuilder();
        network.Save(file, "network");
        file.Add<double>("seconds", [watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds]);
        file.Add<int>("rows", [rows.Count]);
        return file.Build("{}");
    }

    private double[] Score(SymbolRows texts) => [.. Enumerable.Range(0, texts.Rows).Select(i => _network.Score(texts[i]))];
}
