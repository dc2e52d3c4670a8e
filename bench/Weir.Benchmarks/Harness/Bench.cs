using System.Diagnostics;
using System.Security.Cryptography;
using Weir.Detection;
using Weir.Detection.Reference;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks.Harness;

/// <summary>What a question may ask for: rows, peers, the model of the protocol, options, a place for large files.</summary>
internal sealed class Bench
{
    /// <summary>The tests on which the peers trained on train are judged, in one run.</summary>
    public static readonly string[] MainTests = ["calibrate_fit", "calibrate_test", "test_2025", "test_homepages"];

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<string, LabelledSet> _sets = [];
    private readonly Dictionary<string, double> _rates = [];
    private string? _split;
    private UrlModel? _model;

    public Bench(string root, IReadOnlyList<string> options)
    {
        (Root, Options) = (root, options);
        Cache = Environment.GetEnvironmentVariable("WEIR_BENCH_CACHE") ?? Path.Combine(Path.GetTempPath(), "weir-bench");
        Directory.CreateDirectory(Cache);
        Peers = new Peers(this);
        Machine = Machine.Read(root);
        Log = new ResultLog(root, Machine);
    }

    public string Root { get; }
    public IReadOnlyList<string> Options { get; }
    public string Cache { get; }
    public Peers Peers { get; }
    public Machine Machine { get; }
    public ResultLog Log { get; }

    public bool Has(string option) => Options.Contains(option);

    public string? Value(string option) => Options.SkipWhile(o => o != option).Skip(1).FirstOrDefault();

    public void Say(string text) => Console.Error.WriteLine(FormattableString.Invariant($"{_watch.Elapsed.TotalSeconds,7:F1} s  {text}"));

    /// <summary>The command line as it was built with the measurements.</summary>
    public string Weir => Path.Combine(Root, "artifacts", "bin", "Weir.Cli", "release", "weir");

    /// <summary>A file of the shared folder beside the repository (or WEIR_SHARED).</summary>
    public string SharedFile(string name)
    {
        var shared = Environment.GetEnvironmentVariable("WEIR_SHARED") ?? Path.GetFullPath(Path.Combine(Root, "..", "shared"));
        var path = Path.Combine(shared, name);
        return File.Exists(path) ? path : throw new BenchException($"{path} is missing: measurements need the folder ../shared with bench/ and data/ (or WEIR_SHARED=DIR).");
    }

    /// <summary>A file of rows; the split is made when it is not there yet.</summary>
    public string SplitFile(string name)
    {
        _split ??= Split();
        return Path.Combine(_split, name + ".csv.gz");
    }

    /// <summary>Rows with labels and domains, read once.</summary>
    public LabelledSet Set(string name)
    {
        if (!_sets.TryGetValue(name, out var set)) _sets.Add(name, set = LabelledSet.Read(name, SplitFile(name)));
        return set;
    }

    /// <summary>The model trained on train and calibrated on calibrate_fit, once a run; <c>--model FILE</c> takes a trained one instead.</summary>
    public UrlModel Model => _model ??= Value("--model") is { } path ? UrlModel.Load(path) : Train("train").Model;

    /// <summary>Share of phishing in a file of rows.</summary>
    public double Rate(string name)
    {
        if (!_rates.TryGetValue(name, out var rate)) _rates.Add(name, rate = LabelledSet.ReadRows(SplitFile(name)).Average(row => row.IsPhishing ? 1.0 : 0));
        return rate;
    }

    public TrainedModel Train(string set)
    {
        Say($"training on {set}");
        var (rows, fit) = (LabelledSet.ReadRows(SplitFile(set)), LabelledSet.ReadRows(SplitFile("calibrate_fit")));
        return UrlModelTrainer.Train(rows, fit, ReferenceLists.Embedded, new UrlTrainingParameters(), text => Say($"  {text}"));
    }

    /// <summary>The model as a file, for child processes.</summary>
    public string ModelFile()
    {
        if (Value("--model") is { } path) return Path.GetFullPath(path);
        var trained = Train("train");
        _model = trained.Model;
        var file = Path.Combine(Cache, $"bench-{Environment.ProcessId}.weir");
        File.WriteAllBytes(file, trained.File);
        return file;
    }

    private string Split()
    {
        var script = SharedFile("bench/split.py");
        var folder = Path.Combine(Cache, "split-" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(script)))[..8]);
        if (Directory.Exists(folder)) return folder;
        Say("making the split (a minute)");
        Directory.CreateDirectory(folder + ".new");
        Child.Run("python3", script, folder + ".new");
        Directory.Move(folder + ".new", folder);
        return folder;
    }
}
