using System.CommandLine;
using System.Globalization;
using Weir.Cli.Tables;
using Weir.Detection.Reference;
using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Files;

namespace Weir.Cli.Commands;

/// <summary><c>weir train</c>: a model from files, without a database, for experiments.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Channel = ChannelOption.Create("What is learned");
    private static readonly Option<string[]> Input = new("--input")
    {
        Description = "Labelled files (url,label[,seen_at][,source]); rows of a table with --channel table:NAME",
        HelpName = "FILES",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Holdout = new("--holdout-from") { Description = "Judge on rows seen from this day on", HelpName = "DATE" };
    private static readonly Option<string?> Out = new("--out") { Description = "Write the model to this file", HelpName = "FILE" };

    private static readonly Option<string?> Parameters = new("--parameters") { Description = "Parameters that `weir tune --out` wrote", HelpName = "FILE" };

    private static readonly Option<string[]> CalibrateOn = new("--calibrate")
    {
        Description = "Train on all other domains of --input and calibrate on these files; nothing is judged",
        HelpName = "FILES",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Table = new("--table") { Description = "Rows of a table: as --channel table:NAME --input FILE, with a name made of that of the file", HelpName = "FILE" };

    internal static Command Create()
    {
        var command = new Command("train", "Train a model from files, without a database") { Channel, Input, Table, CalibrateOn, Holdout, Parameters, Out };
        foreach (var option in TableTraining.Options) command.Add(option);
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Table) is { } file) return TableTraining.Run(parsed, TableName.FromFile(file), [file], parsed.GetValue(Out), ct);
        if (parsed.GetValue(Input) is not { Length: > 0 } given) throw CliError.Usage("--input names the files to learn from.");
        if (ChannelOption.Table(parsed.GetValue(Channel)) is { } table) return TableTraining.Run(parsed, table, given, parsed.GetValue(Out), ct);
        var output = parsed.InvocationConfiguration.Output;
        var reference = ReferenceLists.Load(parsed.DataDirectory());
        var parts = CycleWiring.Parts(parsed, parsed.GetValue(Parameters));
        var rows = given.SelectMany(path => Read(parsed, path, reference, ct));
        if (parsed.GetValue(CalibrateOn) is { Length: > 0 } files)
        {
            var calibrate = files.SelectMany(path => Read(parsed, path, reference, ct)).ToList();
            var domains = calibrate.Select(row => row.Domain).ToHashSet(StringComparer.Ordinal);
            return Write(parsed, parts.Train(Labelled(rows.Where(row => !domains.Contains(row.Domain))), Labelled(calibrate), output.WriteLine, ct));
        }

        var snapshot = DatasetSnapshot.Of(DatasetSplit.Assign(rows, new SplitParameters
        {
            HoldoutFrom = Day(parsed.GetValue(Holdout)),
            IsHomepageDomain = parts.IsHomepageDomain,
        }));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{snapshot.Count(Part.Train):N0} rows to train on, {snapshot.Count(Part.Calibrate):N0} to calibrate, {snapshot.Count(Part.Test):N0} to judge"));
        var trained = parts.Train(snapshot.Urls(Part.Train), snapshot.Urls(Part.Calibrate), output.WriteLine, ct);
        Write(parsed, trained);
        var test = snapshot.Rows.Where(pair => pair.Part == Part.Test).Select(pair => pair.Row);
        var evaluated = EvaluateCommand.Evaluator(test, parts).Run(parts.Open(trained.File, "the model"), snapshot.Hash, TimeProvider.System.GetUtcNow(), ct);
        output.Write(ReportText.Text(evaluated.Report));
        return ExitCode.Done;
    }

    private static int Write(ParseResult parsed, Challenger trained)
    {
        parsed.InvocationConfiguration.Output.WriteLine(trained.Summary);
        if (parsed.GetValue(Out) is { } file) AtomicFile.Write(file, stream => stream.Write(trained.File));
        return ExitCode.Done;
    }

    // Sorted by key, so that the same rows give the same model whatever their order in the files.
    private static List<LabelledUrl> Labelled(IEnumerable<DatasetRow> rows) =>
        [.. rows.DistinctBy(row => row.Canonical).OrderBy(row => row.Canonical, StringComparer.Ordinal)
            .Select(row => new LabelledUrl(row.Url, row.IsPhishing, row.SeenAt, row.Source))];

    private static IReadOnlyList<DatasetRow> Read(ParseResult parsed, string path, ReferenceLists reference, CancellationToken ct) =>
        EvaluateCommand.Read(parsed, path, new UrlSubjects(reference), ct);

    private static DateTimeOffset? Day(string? text)
    {
        if (text is null) return null;
        return FieldReading.Time(text) ?? throw CliError.Usage("--holdout-from must be a day such as 2025-01-31.");
    }
}
