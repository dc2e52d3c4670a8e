using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Cli.Feeds;
using Weir.Cli.Status;
using Weir.Evidence.Http;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Registry;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir status</c>: what serves, how good it is, and what the cycle has done so far.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "As JSON" };
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var command = new Command("status", "Show what serves and what the cycle has done") { Json };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            using var source = new DetectorSource(parsed.Store(), TimeProvider.System);
            using var http = new GuardedHttp(TimeProvider.System);
            var status = Read(store, source.Load(), LoopStatus.Read(store, FeedWiring.Collector(parsed, store, http).Health()));
            if (parsed.GetValue(Json)) parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(status, Options));
            else Write(parsed.InvocationConfiguration.Output, status);
            return ExitCode.Done;
        });
        return command;
    }

    private static StatusReport Read(WeirStore store, LoadedDetector serving, LoopStatus loop)
    {
        var champion = store.Models.Champion();
        var report = champion is null ? null : store.Models.Find(champion.Version)?.Report;
        var labels = store.Samples.CountLabels();
        var (unfinished, cycles) = (store.Cycles.Unfinished(), store.Cycles.CountEverywhere());
        return new StatusReport(
            unfinished is null ? State(serving) : $"{unfinished.Name} is at the stage '{unfinished.Stage}'",
            serving.Detector.Model?.Version, serving.Detector.Model?.Sha256, champion?.Since, report is null ? null : ReportText.Parse(report),
            labels.Samples, labels.Phishing, labels.Benign, labels.Unknown, labels.Pending,
            cycles.Sum(ended => ended.Count) + store.Cycles.UnfinishedEverywhere().Count, store.Models.CountEvents("promoted"), Ended("refused") + Ended("failed"),
            store.Models.CountEvents("rolled-back"), Ended("skipped"),
            store.Cycles.Recent(100).FirstOrDefault(cycle => cycle.Challenger is not null)?.UpdatedAt, store.Imports.Recent(1).FirstOrDefault()?.StartedAt, loop, TableStatus.Read(store));

        long Ended(string outcome) => cycles.Where(ended => ended.Outcome == outcome).Sum(ended => ended.Count);
    }

    private static string State(LoadedDetector serving) => serving.Origin switch
    {
        "champion" => "serving",
        "baseline" => serving.Problem is { } problem ? $"the shipped baseline serves: {problem}" : "no champion: the shipped baseline serves",
        _ => serving.Problem ?? "nothing serves: there is no model",
    };

    private static void Write(TextWriter output, StatusReport status)
    {
        Line($"state         {status.State}");
        Line($"model         {status.Model ?? "none"}{(status.ModelSince is { } since ? $", champion since {since:yyyy-MM-dd HH:mm} UTC" : "")}");
        Line($"samples       {status.Samples:N0}: {status.Phishing:N0} phishing, {status.Benign:N0} benign, {status.Contested:N0} contested, {status.Pending:N0} not yet weighed");
        Line($"cycles        {status.TotalRuns:N0}: {status.SuccessfulDeployments:N0} promoted, {status.FailedDeployments:N0} refused or failed, {status.Skipped:N0} skipped; {status.Rollbacks:N0} rollbacks");
        Line($"last training {StatusText.Time(status.LastTraining)}");
        Line($"last import   {StatusText.Time(status.LastImport)}");
        StatusText.Write(output, status.Loop);
        TableStatus.Write(output, status.Tables);
        if (status.Figures is not null) output.Write(ReportText.Text(status.Figures with { Slices = [] }));

        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private sealed record StatusReport(
        string State, string? Model, string? Sha256, DateTimeOffset? ModelSince, EvaluationReport? Figures,
        long Samples, long Phishing, long Benign, long Contested, long Pending,
        long TotalRuns, long SuccessfulDeployments, long FailedDeployments, long Rollbacks, long Skipped,
        DateTimeOffset? LastTraining, DateTimeOffset? LastImport, LoopStatus Loop, IReadOnlyList<TableStatus> Tables);
}
