using System.Diagnostics;
using System.Globalization;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning.Calibration;
using Weir.Learning.Metrics;
using Weir.Pipeline;
using Weir.Pipeline.Files;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks;

/// <summary>How well the URL model judges rows that it has not seen, on the rows of split.py.</summary>
internal static class QualityUrl
{
    public static void Dev(string split, IReadOnlyList<string> sets)
    {
        foreach (var set in sets.Where(set => !set.Contains('=')))
        {
            var (train, tests) = set == "train" ? ("train", new[] { "calibrate_test", "test_homepages" }) : ($"fold_{set}_train", [$"fold_{set}_test"]);
            var watch = Stopwatch.StartNew();
            var trained = UrlModelTrainer.Train(Rows(split, train), Rows(split, "calibrate_fit"), ReferenceLists.Embedded, Overridden(sets),
                text => Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds,6:F1} s  {text}"));
            Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds,6:F1} s  {trained.Summary}");
            File.WriteAllBytes(Path.Combine(split, $"{train}.weir"), trained.File);
            foreach (var test in tests) Report(trained.Model, split, test);
            if (set != "train") Mixed(trained.Model, split, tests[0]);
            if (set == "train") foreach (var f in trained.Model.Manifest.Features.OrderByDescending(f => f.Importance).Take(25)) Console.Error.WriteLine($"   {f.Id,-26}{f.Importance:P2}");
        }
    }

    private static UrlTrainingParameters Overridden(IReadOnlyList<string> sets)
    {
        var p = new UrlTrainingParameters();
        foreach (var pair in sets.Where(set => set.Contains('=')).Select(set => set.Split('=')))
        {
            var value = double.Parse(pair[1], CultureInfo.InvariantCulture);
            p = pair[0] switch
            {
                "trees" => p with { Trees = p.Trees with { Trees = (int)value } },
                "leaves" => p with { Trees = p.Trees with { MaxLeaves = (int)value } },
                "rate" => p with { Trees = p.Trees with { LearningRate = value } },
                "minrows" => p with { Trees = p.Trees with { MinRowsInLeaf = (int)value } },
                "columns" => p with { Trees = p.Trees with { ColumnSample = value } },
                "l2" => p with { Trees = p.Trees with { L2 = value } },
                "homepages" => p with { HomepageShare = value },
                "power" => p with { DomainPower = value },
                "dropout" => p with { PopularityDropout = value },
                "smoothing" => p with { CategorySmoothing = value },
                "balance" => p with { SourceBalance = value },
                "holdout" => p with { SourceHoldout = value },
                "beta" => p with { Text = p.Text with { Beta = value } },
                "epochs" => p with { Text = p.Text with { Epochs = (int)value } },
                "textl2" => p with { Text = p.Text with { L2 = value } },
                "textl1" => p with { Text = p.Text with { L1 = value } },
                _ => throw new ArgumentException(pair[0]),
            };
        }
        return p;
    }

    public static void Homes(string folder, string split, string modelName)
    {
        var model = UrlModel.Load(Path.Combine(folder, modelName + ".weir"));
        var scratch = new FeatureScratch();
        var homes = new Dictionary<string, LabelledUrl>();
        foreach (var row in Rows(split, "calibrate_test").Where(r => !r.IsPhishing))
        {
            if (!Weir.Detection.Urls.UrlParser.TryParse(row.Url, scratch.Url, out var url, out _) || url.Path.Length < 2) continue;
            var host = url.Host.ToString();
            if (host.StartsWith("www.", StringComparison.Ordinal)) host = host.Substring(4);
            var parts = ReferenceLists.Embedded.Suffixes.Match(host);
            if (!parts.HasRegistrable || parts.IsPrivateSuffix || ReferenceLists.Embedded.Popularity.Rank(host.AsSpan(parts.RegistrableStart)) > 0) continue;
            homes.TryAdd(host, row with { Url = $"https://{host}/" });
        }
        var list = homes.Values.ToList();
        var scores = new UrlScorer(model, new UrlFeatureReader(ReferenceLists.Embedded)).Scores(list);
        var labels = new byte[scores.Length];
        Console.WriteLine(FormattableString.Invariant($"{modelName} homes {list.Count}: phishing {Share(scores, model, Decision.Phishing, labels, 0):P2} suspicious {Share(scores, model, Decision.Suspicious, labels, 0):P2}"));
        foreach (var i in Enumerable.Range(0, list.Count).OrderByDescending(i => scores[i]).Take(15)) Console.WriteLine(FormattableString.Invariant($"   {scores[i]:F4} {list[i].Url} {list[i].Source}"));
    }

    public static void Top(string split, string modelName, string test, int count)
    {
        var model = UrlModel.Load(Path.Combine(split, modelName + ".weir"));
        var detector = new Detector(model, ReferenceLists.Embedded, Weir.Detection.Lists.AccessLists.Empty, TimeProvider.System);
        var rows = Rows(split, test);
        var scores = new UrlScorer(model, new UrlFeatureReader(ReferenceLists.Embedded)).Scores(rows);
        foreach (var i in Enumerable.Range(0, rows.Count).Where(i => !rows[i].IsPhishing).OrderByDescending(i => scores[i]).Take(count))
            Console.WriteLine(FormattableString.Invariant($"{scores[i]:F4} {rows[i].Source} {rows[i].Url}\n        ") + string.Join(" | ", detector.Check(rows[i].Url).Reasons.Select(r => FormattableString.Invariant($"{r.Contribution:+0.0;-0.0} {r.Text}"))));
    }

    public static void Report(UrlModel model, string split, string test)
    {
        var rows = Rows(split, test);
        var reader = new UrlFeatureReader(ReferenceLists.Embedded);
        var labels = rows.Select(r => r.IsPhishing ? (byte)1 : (byte)0).ToArray();
        var rate = labels.Average(l => (double)l);
        foreach (var masked in new[] { false, true })
        {
            var scores = new UrlScorer(model, reader) { MaskPopularity = masked }.Scores(rows);
            var line = $"{test,-16}{(masked ? " masked" : "       ")}";
            if (rate > 0)
            {
                var ranked = new RankedRows(scores, labels);
                var p = Array.ConvertAll(scores, s => PriorCorrection.Adjust(s, model.Manifest.BaseRate, rate));
                line += FormattableString.Invariant($" auc {ranked.RocAuc():F5} tpr@1% {ranked.TprAtFpr(.01):F4} tpr@0.1% {ranked.TprAtFpr(.001):F4} ece {CalibrationMetrics.Ece(p, labels):F4}");
            }
            line += FormattableString.Invariant($" called phishing {Share(scores, model, Decision.Phishing, labels, 0):P2} of benign {Share(scores, model, Decision.Phishing, labels, 1):P2} of phishing; suspicious {Share(scores, model, Decision.Suspicious, labels, 0):P2} / {Share(scores, model, Decision.Suspicious, labels, 1):P2}");
            Console.WriteLine(line);
        }
    }

    /// <summary>Later phishing beside benign pages of a collection that gave no training row: the nearest stand-in for the judging rows.</summary>
    private static void Mixed(UrlModel model, string split, string test)
    {
        List<LabelledUrl> rows = [.. Rows(split, "calibrate_test").Where(r => r.IsPhishing), .. Rows(split, test).Where(r => !r.IsPhishing)];
        var scores = new UrlScorer(model, new UrlFeatureReader(ReferenceLists.Embedded)).Scores(rows);
        var ranked = new RankedRows(scores, [.. rows.Select(r => r.IsPhishing ? (byte)1 : (byte)0)]);
        Console.WriteLine(FormattableString.Invariant($"{test,-16} mixed  auc {ranked.RocAuc():F5} tpr@1% {ranked.TprAtFpr(.01):F4} tpr@0.1% {ranked.TprAtFpr(.001):F4}"));
    }

    public static List<LabelledUrl> Rows(string split, string name)
    {
        var rows = new List<LabelledUrl>();
        using var reader = RowReader.Open(Path.Combine(split, name + ".csv.gz"), Column.Url, Column.Label, Column.SeenAt, Column.Source);
        while (reader.Read())
            if (reader.Fault == RecordFault.None)
                rows.Add(new LabelledUrl(reader.Text(0), reader.Text(1) != "benign",
                    DateTimeOffset.TryParse(reader.Text(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null, reader.Text(3)));
        return rows;
    }

    private static double Share(double[] scores, UrlModel model, Decision decision, byte[] labels, byte label)
    {
        var (hits, all) = (0, 0);
        for (var i = 0; i < scores.Length; i++)
        {
            if (labels[i] != label) continue;
            all++;
            if (model.Decide(scores[i]) == decision) hits++;
        }
        return all == 0 ? double.NaN : (double)hits / all;
    }
}
