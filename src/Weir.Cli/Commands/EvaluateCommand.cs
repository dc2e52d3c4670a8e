using System.CommandLine;
using Weir.Cli.Checks;
using Weir.Cli.Tables;
using Weir.Detection;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Feeds;

namespace Weir.Cli.Commands;

/// <summary><c>weir evaluate</c>: every figure of the protocol for a model on labelled rows.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Channel = ChannelOption.Create("What is judged");
    private static readonly Option<string> Input = new("--input") { Description = "Labelled rows (url,label[,seen_at][,source]; for a table its columns and its target), plain or .gz", HelpName = "FILE", Required = true };
    private static readonly Option<string?> Model = new("--model") { Description = "Version of the registry, or a model file; default: the champion", HelpName = "VERSION|FILE" };
    private static readonly Option<bool> Json = new("--json") { Description = "As JSON" };

    internal static Command Create()
    {
        var command = new Command("evaluate", "Judge a model on labelled rows that it has not learned from") { Channel, Input, Model, Json };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    /// <summary>Reads labelled rows and says on stderr what could not be used.</summary>
    internal static IReadOnlyList<DatasetRow> Read(ParseResult parsed, string path, UrlSubjects subjects, CancellationToken ct)
    {
        var (rows, rejected, damage) = LabelledFile.Read(path, subjects, ct);
        var error = parsed.InvocationConfiguration.Error;
        if (rejected > 0) error.WriteLine($"weir: {path}: {rejected} rows have no readable URL or label and were left out.");
        if (damage is not null) error.WriteLine("weir: " + damage);
        return rows;
    }

    internal static Evaluator Evaluator(IEnumerable<DatasetRow> rows, CycleParts parts) => new(
        [.. rows.Select(row => new EvaluationRow(new LabelledUrl(row.Url, row.IsPhishing, row.SeenAt, row.Source), row.Domain))], [], parts.IsSharedHost);

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        if (ChannelOption.Table(parsed.GetValue(Channel)) is { } table) return Tell(parsed, TableJudging.Evaluate(parsed, table, parsed.GetValue(Input)!, parsed.GetValue(Model), ct));
        var reference = ReferenceLists.Load(parsed.DataDirectory());
        var rows = Read(parsed, parsed.GetValue(Input)!, new UrlSubjects(reference), ct);
        if (rows.Count == 0) throw new CliError($"{parsed.GetValue(Input)} has no row with a readable URL and label.");
        var scoring = UrlCycle.Scoring(Load(parsed), reference, TimeProvider.System);
        var report = Evaluator(rows, CycleWiring.Parts(parsed)).Run(scoring, null, TimeProvider.System.GetUtcNow(), ct).Report;
        return Tell(parsed, report);
    }

    private static int Tell(ParseResult parsed, EvaluationReport report)
    {
        if (parsed.GetValue(Json)) parsed.InvocationConfiguration.Output.WriteLine(ReportText.Json(report, indented: true));
        else parsed.InvocationConfiguration.Output.Write(ReportText.Text(report, isOfTable: ChannelOption.Table(parsed.GetValue(Channel)) is not null));
        return ExitCode.Done;
    }

    private static UrlModel Load(ParseResult parsed) => parsed.GetValue(Model) is { } name
        ? NamedModel.Find(name, parsed.DataDirectory())
        : NamedModel.Served(parsed.DataDirectory())
            ?? throw new CliError("There is no model; name one with --model, or train one with `weir cycle --once`.");
}
