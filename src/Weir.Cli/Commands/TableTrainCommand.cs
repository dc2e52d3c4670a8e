using System.CommandLine;
using System.Globalization;
using Weir.Cli.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Tables.Training;
using Weir.Pipeline.Tracking;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir tables train</c>: a model of the rows of a table, through the gates and to work.</summary>
internal static class TableTrainCommand
{
    private const int ShownCandidates = 8;

    internal static readonly Option<string?> Budget = new("--budget") { Description = "How long to look for a learner, such as 90s, 10m or 1h (default: until all are tried)", HelpName = "TIME" };
    private static readonly Option<bool> NoPromote = new("--no-promote") { Description = "Register and judge the model, do not put it to work" };
    private static readonly Option<bool> Force = new("--force") { Description = "Train also when nothing is new, or the schema has changed since the champion was trained" };

    internal static Command Create()
    {
        var command = new Command("train", "Choose a learner for a table, train, judge, and put the model to work") { TablesCommand.Name, Budget, NoPromote, Force };
        command.SetAction((parsed, ct) => Task.Run(() => RunAsync(parsed, parsed.GetValue(TablesCommand.Name)!, new TableTrainingParameters { Budget = Time(parsed.GetValue(Budget)) }, !parsed.GetValue(NoPromote), parsed.GetValue(Force), ct), ct));
        return command;
    }

    /// <summary>Runs one cycle of a table and tells about it.</summary>
    internal static async Task<int> RunAsync(ParseResult parsed, string table, TableTrainingParameters training, bool deploys, bool force, CancellationToken ct)
    {
        using var store = parsed.OpenStore(TablesCommand.Maker);
        var (output, options) = (parsed.InvocationConfiguration.Output, LearningOptions.Read(parsed.DataDirectory()));
        var cycle = new TableCycle(store, new TableCycleOptions { Training = training, Deploys = deploys, Force = force, Limits = options.Limits, Deployment = options.Deployment }, new TrainProgress(output).Tell);
        var result = cycle.Run(table, ct);
        if (result.Outcome == "busy") throw new CliError(result.Reason + ".");
        await TellMlflowAsync(parsed, store, options.Mlflow, ct);
        if (store.Tables.Find(table) is { } known && store.Models.On(known.ChannelNumber).All() is [var newest, ..] && TableReport.FromJson(newest.Parameters) is { } report) Show(output, report);
        output.WriteLine($"{result.Outcome}: {TableText.Printable(result.Reason).TrimEnd('.')}.");
        return result.Outcome == "refused" ? ExitCode.Failed : ExitCode.Done;
    }

    // What it misses is told by the loop, or by the next training.
    private static async Task TellMlflowAsync(ParseResult parsed, WeirStore store, MlflowSettings settings, CancellationToken ct)
    {
        using var mlflow = new MlflowSync(store, settings, TableStory.Of(store));
        if ((await mlflow.SendDueAsync(ct)).Trouble is { } trouble) parsed.InvocationConfiguration.Error.WriteLine($"weir: {trouble}");
    }

    internal static void Show(TextWriter output, TableReport report)
    {
        foreach (var one in report.Candidates.Take(ShownCandidates))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {one.Mean.Mean:F4}  accuracy {one.Accuracy.Mean:F4}{Interval(one.Accuracy)}  F1 {one.F1.Mean:F4}  AUC {one.Auc.Mean:F4}  {one.Fit,-8}  {one.Seconds,6:F1} s  {one.Family} ({one.Settings})"));
        if (report.Candidates.Count > ShownCandidates) output.WriteLine($"  … and {report.Candidates.Count - ShownCandidates} more");
        output.WriteLine($"  the winner is {TableText.Printable(report.Winner)}{(report.Lead.Length > 0 ? ", " + report.Lead : "")}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {report.Counts.Rows:N0} rows, {report.Counts.DifferentRows:N0} of them different; {report.Counts.ContradictoryVectors:N0} vectors carry both labels, so that no model can be right about more than {report.Counts.Ceiling:P2}"));
        if (report.Test is { } test)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  on {test.Rows:N0} rows that were kept back: accuracy {test.Accuracy.Value:F4} ({test.Accuracy.Low:F4} to {test.Accuracy.High:F4}), F1 {test.F1.Value:F4}, AUC {test.RocAuc.Value:F4}, calibration error {test.Ece.Value:F4}"));
        output.WriteLine("  most important: " + TableText.Printable(string.Join(", ", report.Importance.Take(5).Select(column => column.Column))));
    }

    // Reports of older trainings have ends beyond what a share can be.
    private static string Interval(FoldSpread share) =>
        double.IsFinite(share.Low) ? string.Create(CultureInfo.InvariantCulture, $" ({Math.Max(0, share.Low):F4} to {Math.Min(1, share.High):F4})") : "";

    internal static TimeSpan? Time(string? text)
    {
        if (text is null) return null;
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 100_000
            ? TimeSpan.FromSeconds((double)count * unit)
            : throw CliError.Usage($"--budget must be a time such as 90s, 10m or 1h, not '{text}'.");
    }

    /// <summary>Tells each stage once, and the search every tenth fit.</summary>
    internal sealed class TrainProgress(TextWriter output)
    {
        private const int EveryFits = 10;
        private readonly Lock _telling = new();
        private int _told;

        public void Tell(TableProgress step)
        {
            lock (_telling)
            {
                // One fit may settle several candidates.
                if (step.Of > 0 && step.Done / EveryFits <= _told) return;
                _told = step.Of > 0 ? step.Done / EveryFits : 0;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss}  {step.Stage,-9} {TableText.Printable(step.Text)}"));
                output.Flush();
            }
        }
    }
}
