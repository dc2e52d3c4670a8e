using Weir.Benchmarks;
using Weir.Benchmarks.Evasion;
using Weir.Benchmarks.Harness;
using Weir.Benchmarks.Http;
using Weir.Benchmarks.Replay;
using Weir.Learning;
using Weir.Pipeline.Files;

IQuestion[] questions =
[
    new QualityUrlQuestion(), new QualityLearnersQuestion(),
    new EvasionQuestion(), new HomepagesQuestion(), new CalibrationQuestion(), new SourceProbeQuestion(),
    new ExplainQuestion(), new UrlVerdictQuestion(), new CheckFileQuestion(), new StartupQuestion(), new RetrainQuestion(),
    new LearnersQuestion(),
    new KnnImputeQuestion(),
    new CnnQuestion(),
    new NgramsQuestion(),
    new MetricsQuestion(),
    new TreesTrainQuestion(),
    new TreesPredictQuestion(),
    new KillQuestion(),
    new DriftQuestion(),
    new ReplayQuestion(),
    new HttpCheckQuestion(), new HttpStreamQuestion(), new PagesQuestion(), new SoakQuestion(),
    new JobQuestion(), new TablesQuestion(), new PredictTableQuestion(),
];

if (args is not ["--root", var root, .. var words]) return Fail("bench: run it by bench/run, which names the repository.");
if (Tuning.Run(root, words) || BareServer.Run(words)) return 0;
var names = words.TakeWhile(word => !word.StartsWith('-')).ToList();
if (names.Count == 0)
{
    foreach (var question in questions) Console.WriteLine($"{question.Name,-14} {question.About}");
    return 0;
}
if (names.Find(name => !questions.Any(question => question.Name == name)) is { } unknown)
    return Fail($"bench: there is no question '{unknown}'; bench/run alone lists them.");
try
{
    var bench = new Bench(root, words[names.Count..]);
    var targets = Targets.Load(root);
    // Several names in one run share the trained model; each ends with its own line.
    foreach (var question in names.Select(name => questions.First(question => question.Name == name)))
    {
        var answer = question.Ask(bench);
        Console.Error.WriteLine(answer.Text);
        if (RetrainQuestion.IsWorker(bench)) continue;
        Console.WriteLine(bench.Log.Keep(question, answer, targets, bench.Options));
    }
    return 0;
}
catch (Exception fault) when (fault is BenchException or InputFileException or ModelFileException or IOException)
{
    return Fail("bench: " + fault.Message);
}

static int Fail(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}
