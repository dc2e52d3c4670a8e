using System.CommandLine;
using System.Globalization;
using System.Text;
using Weir.Detection.Reference;
using Weir.Learning.Tuning;
using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tuning;

namespace Weir.Cli.Commands;

/// <summary><c>weir tune</c>: looks for better training parameters within a budget, and says what was gained.</summary>
internal static class TuneCommand
{
    private static readonly Option<int> Budget = new("--budget") { Description = "Most seconds", HelpName = "SECONDS", DefaultValueFactory = _ => 1800 };
    private static readonly Option<int?> Fits = new("--fits") { Description = "Most trainings, in place of a time: the result is then the same in every run", HelpName = "N" };
    private static readonly Option<int> Candidates = new("--candidates") { Description = "Most candidates to begin with", HelpName = "N", DefaultValueFactory = _ => 27 };
    private static readonly Option<int> Folds = new("--folds") { Description = "Folds in order of time; the last only judges", HelpName = "N", DefaultValueFactory = _ => 3 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Other seeds try other candidates", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string[]> Input = new("--input")
    {
        Description = "Labelled files (url,label[,seen_at][,source]) in place of the newest dataset of the data directory",
        HelpName = "FILES",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Report = new("--report") { Description = "Write the report to this file (Markdown)", HelpName = "FILE" };
    private static readonly Option<string?> Out = new("--out") { Description = "Write the winner's parameters to this file, for `weir train --parameters`", HelpName = "FILE" };
    private static readonly Option<bool> Use = new("--use") { Description = "When the winner is proved better, let every training of the data directory take its parameters" };

    internal static Command Create()
    {
        var command = new Command("tune", "Look for better training parameters, and say what was gained")
        {
            Budget, Fits, Candidates, Folds, Seed, Input, Report, Out, Use,
        };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        var reference = ReferenceLists.Load(parsed.DataDirectory());
        var rows = Rows(parsed, reference, ct);
        var report = Search(parsed, rows, reference, ct);
        var text = TuningText.Markdown(report);
        output.Write(text);
        if (parsed.GetValue(Report) is { } file) AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        if (parsed.GetValue(Out) is { } parameters) TunedParameters.Write(parameters, report.Winner);
        if (!parsed.GetValue(Use)) return ExitCode.Done;
        if (report.IsBetter) TunedParameters.Write(TunedParameters.PathIn(parsed.DataDirectory()), report.Winner);
        output.WriteLine(report.IsBetter
            ? $"Every training takes these parameters from now on; delete {TunedParameters.PathIn(parsed.DataDirectory())} to return to the default."
            : "The parameters of training stay as they are.");
        return ExitCode.Done;
    }

    private static TuningReport Search(ParseResult parsed, List<DatasetRow> rows, ReferenceLists reference, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        var p = new HalvingParameters
        {
            Candidates = parsed.GetValue(Candidates),
            Fits = parsed.GetValue(Fits),
            Time = parsed.GetValue(Fits) is null ? TimeSpan.FromSeconds(parsed.GetValue(Budget)) : null,
            Seed = parsed.GetValue(Seed),
            Objective = (ranked, counts) => ranked.TprAtFpr(0.01, counts),
            ObjectiveName = "TPR at 1 % FPR",
        };
        try
        {
            var urls = rows.ConvertAll(row => new LabelledUrl(row.Url, row.IsPhishing, row.SeenAt, row.Source));
            var task = new UrlTuningTask(urls, rows.ConvertAll(row => row.Domain), reference, CycleWiring.Parameters(parsed), parsed.GetValue(Folds));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Count:N0} rows, {task.FoldCount} folds {task.Order}"));
            return SuccessiveHalving.Run(task, UrlSearchSpace.Space, p, TimeProvider.System, output.WriteLine, ct);
        }
        catch (ArgumentException fault)
        {
            throw new CliError(fault.Message, ExitCode.Failed, fault);
        }
    }

    /// <summary>Sorted by key, so that the folds do not depend on the order of files; rows that judge models are left out.</summary>
    private static List<DatasetRow> Rows(ParseResult parsed, ReferenceLists reference, CancellationToken ct)
    {
        if (parsed.GetValue(Input) is { Length: > 0 } files)
            return [.. files.SelectMany(path => EvaluateCommand.Read(parsed, path, new UrlSubjects(reference), ct))
                .DistinctBy(row => row.Canonical).OrderBy(row => row.Canonical, StringComparer.Ordinal)];
        using var store = parsed.OpenStore();
        if (store.Datasets.Latest() is not { } dataset || SnapshotFile.Read(store.DataDirectory, dataset.Hash) is not { } snapshot)
            throw new CliError("There is no dataset yet; `weir import` some rows and run `weir cycle --once` first, or name files with --input.");
        return [.. snapshot.Rows.Where(pair => pair.Part != Part.Test).Select(pair => pair.Row)];
    }
}
