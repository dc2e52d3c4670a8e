using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning.Drift;
using Weir.Learning.Numerics;
using Weir.Pipeline.Monitoring;
using Weir.Storage.Monitoring;

namespace Weir.Benchmarks;

/// <summary>
/// The whole drift report over a million rows of all URL features, beside scipy and numpy on the same matrix. The rows are drawn, with
/// repetition, from those of train; they are compared with 5,000 rows of calibrate_test, as a model keeps them.
/// </summary>
internal sealed class DriftQuestion : IQuestion
{
    private const int Rows = 1_000_000;
    private const int LaterRows = 20_000;
    private const int Rounds = 5;

    public string Name => "drift";

    public string About => "The whole drift report over a million rows of all features, beside scipy and numpy on the same matrix";

    public Answer Ask(Bench bench)
    {
        var model = UrlModel.Load(bench.Value("--model") ?? Path.Combine(bench.Root, "models", "url-baseline.weir"));
        var input = Input(bench, model);
        var times = new double[Rounds];
        var (report, bytes) = ((DriftReport?)null, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            report = DriftFindings.Of(DriftAnalysis.Of(input, model.Manifest, new MonitoringSettings()), new MonitoringSettings());
            bytes = DriftText.Pack(report).Length + DriftPage.Render(report).Length;
            times[round] = watch.Elapsed.TotalSeconds;
        }

        Array.Sort(times);
        var seconds = times[Rounds / 2];
        var (theirs, difference) = Peer(bench, input);
        var figures = new JsonObject
        {
            ["seconds"] = Figure.Of(seconds),
            ["peer_s"] = Figure.Of(theirs),
            ["ratio"] = Figure.Of(seconds / theirs),
            ["ks_difference"] = Figure.Of(difference, 12),
            ["features"] = report!.Views[0].Features.Count,
            ["report_bytes"] = bytes,
        };
        var text = FormattableString.Invariant($"""
            | {Rows:N0} rows x {report.Views[0].Features.Count} features, beside {input.Reference!.Judged.Rows:N0} kept rows | seconds |
            |---|---|
            | the whole report: PSI, Jensen-Shannon, KS and chances of every feature and the score, top-level domains, calibration, ageing, anomalies, JSON and HTML with plots | {seconds:F3} |
            | scipy ks_2samp and PSI by numpy of every feature, nothing else | {theirs:F3} |

            Largest difference of KS to scipy's: {difference:E1}. Both sides weigh all rows; a window of the server is a draw of a fixed size and takes a fraction of this.
            """);
        return new Answer(figures, seconds / theirs, text);
    }

    private static DriftInput Input(Bench bench, UrlModel model)
    {
        bench.Say("reading the rows");
        var (reader, rows) = (new UrlFeatureReader(ReferenceLists.Embedded), new MonitoringSettings().Rows);
        var train = LabelledSet.ReadRows(bench.SplitFile("train"));
        var reference = ModelReference.Of(model, reader, train, LabelledSet.ReadRows(bench.SplitFile("calibrate_test")), rows);
        var current = Million(new FrameReader(model, reader).Read([.. train.Select(row => new WatchedRow(row.Url, row.IsPhishing))]));
        var later = Taken(current, [.. Enumerable.Range(0, LaterRows)]);
        var (empty, at) = (Taken(current, []), DateTimeOffset.UnixEpoch.AddYears(55));
        return new DriftInput
        {
            At = at,
            From = at.AddDays(-7),
            Trained = at.AddDays(-70),
            Model = model.Version,
            Reference = reference,
            Samples = current,
            Traffic = empty,
            History = empty,
            Later = [.. later.Labels.Select((label, i) => new WatchedSample("", $"domain{i / 2}.example", label == 1, at.AddDays(-70 + i % 70)))],
            LaterFrame = later,
        };
    }

    private static RowFrame Million(RowFrame frame)
    {
        var random = new Xoshiro256(1);
        var rows = new int[Rows];
        foreach (ref var row in rows.AsSpan()) row = random.NextInt(frame.Rows);
        return Taken(frame, rows);
    }

    private static RowFrame Taken(RowFrame frame, int[] rows) => new(
        Array.ConvertAll(frame.Columns, column => Array.ConvertAll(rows, i => column[i])), Array.ConvertAll(rows, i => frame.Scores[i]),
        Array.ConvertAll(rows, i => frame.Labels[i]), Array.ConvertAll(rows, i => frame.TopLevels[i]));

    private static (double Seconds, double Difference) Peer(Bench bench, DriftInput input)
    {
        bench.Say("asking scipy and numpy");
        var (reference, current) = (Path.Combine(bench.Cache, "drift-reference.bin"), Path.Combine(bench.Cache, "drift-current.bin"));
        Write(reference, input.Reference!.Judged.Columns);
        Write(current, input.Samples.Columns);
        var run = Child.Run("/usr/bin/python3", Path.Combine(bench.Root, "bench", "peers", "drift.py"), reference, current, $"{input.Samples.Columns.Length}");
        File.Delete(current);
        var answer = JsonNode.Parse(run.Output)!;
        var difference = 0.0;
        for (var f = 0; f < input.Samples.Columns.Length; f++)
        {
            var ours = ReferenceColumn.Of(input.Reference.Judged.Columns[f]).Compare(input.Samples.Columns[f]).Ks;
            difference = Math.Max(difference, Math.Abs(ours - answer["ks"]![f]!.GetValue<double>()));
        }
        return (Figure.At(answer, "seconds"), difference);
    }

    private static void Write(string path, float[][] columns)
    {
        using var file = File.Create(path);
        foreach (var column in columns) file.Write(MemoryMarshal.AsBytes(column.AsSpan()));
    }
}
