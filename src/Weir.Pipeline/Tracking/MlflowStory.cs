using System.Globalization;
using System.Text;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Tracking;

namespace Weir.Pipeline.Tracking;

/// <summary>Tells one step of our history in the words of MLflow: a model is a run and a version, champion and challenger are aliases.</summary>
internal sealed class MlflowStory(WeirStore store, MlflowTracker tracker, string server, Func<ModelVersion, TrackedTraining?> training)
{
    private const string ChampionAlias = "champion";
    private const string ChallengerAlias = "challenger";

    /// <summary>A step in the life of a model.</summary>
    public async Task Tell(ModelEvent step, CancellationToken ct)
    {
        if (store.Models.Find(step.Version) is not { } model) return;
        var (run, name) = (await Run(model, ct), NameOf(model));
        switch (step.Kind)
        {
            case "registered":
                await Registered(model, run, step, ct);
                break;
            case "judged":
                await Judged(model, run, step, ct);
                break;
            case "promoted":
                await tracker.Alias(name, ChampionAlias, run.ModelVersion!, ct);
                await tracker.Tag(name, run.ModelVersion!, "weir.promoted", $"{Time(step.At)} by {step.Actor}: {step.Reason}", ct);
                await tracker.Unalias(name, ChallengerAlias, run.ModelVersion!, ct);
                break;
            case "rolled-back":
                await tracker.Alias(name, ChampionAlias, run.ModelVersion!, ct);
                await RolledBack(step, ct);
                break;
            case "refused":
                await tracker.Tag(name, run.ModelVersion!, "weir.refused", $"{Time(step.At)} by {step.Actor}: {step.Reason}", ct);
                break;
            default:
                await tracker.Tag(name, run.ModelVersion!, "weir." + step.Kind, $"{Time(step.At)} by {step.Actor}: {step.Reason}", ct);
                break;
        }
    }

    /// <summary>The end of a cycle: the end of its run. A cycle that ended before there was a model has one only when it failed.</summary>
    public async Task Tell(CycleRecord cycle, CancellationToken ct)
    {
        var isFailed = cycle.Outcome == "failed";
        if (cycle.Challenger is null && !isFailed) return;
        var model = cycle.Challenger is { } version ? store.Models.Find(version) : null;
        var run = model is not null ? await Run(model, ct) : await Subject("cycle:" + cycle.Name, cycle.Name, cycle.StartedAt, ct);
        await tracker.Log(run, [], [], [("weir.cycle", cycle.Name), ("weir.outcome", cycle.Outcome ?? ""), ("weir.reason", cycle.Reason ?? "")], cycle.UpdatedAt, ct);
        await tracker.End(run, isFailed, cycle.FinishedAt ?? cycle.UpdatedAt, ct);
    }

    private async Task Registered(ModelVersion model, TrackedRun run, ModelEvent step, CancellationToken ct)
    {
        var told = training(model);
        await tracker.Log(run, Parameters(model, told), told?.Figures ?? [], [("weir.version", model.Version), ("weir.sha256", model.Sha256), ("weir.origin", model.Origin)], step.At, ct);
        foreach (var (file, content) in told?.Files ?? []) await tracker.Upload(run, file, content, ct);
        await tracker.Alias(NameOf(model), ChallengerAlias, run.ModelVersion!, ct);
        if (model.Origin != "cycle") await tracker.End(run, isFailed: false, step.At, ct);
    }

    private async Task Judged(ModelVersion model, TrackedRun run, ModelEvent step, CancellationToken ct)
    {
        var (report, gates) = (model.Report ?? "{}", model.Gates ?? "[]");
        var passed = model.GatesPassed == true ? "passed" : "refused";
        await tracker.Log(run, [], [.. FlatJson.Numbers(report), .. FlatJson.Numbers(gates, "gate.")], [("weir.gates", passed)], step.At, ct);
        await tracker.Upload(run, "report.json", Encoding.UTF8.GetBytes(report), ct);
        await tracker.Upload(run, "gates.json", Encoding.UTF8.GetBytes(gates), ct);
        await tracker.Tag(NameOf(model), run.ModelVersion!, "weir.gates", passed, ct);
        if (model.GatesPassed == false) await tracker.Unalias(NameOf(model), ChallengerAlias, run.ModelVersion!, ct);
    }

    private async Task RolledBack(ModelEvent step, CancellationToken ct)
    {
        if (step.Previous is not { } name || store.Models.Find(name) is not { } previous) return;
        var run = await Run(previous, ct);
        await tracker.Tag(NameOf(previous), run.ModelVersion!, "weir.rolled-back", $"{Time(step.At)} by {step.Actor}: {step.Reason}", ct);
    }

    // A run whose version is not known yet was cut short; every part of it is safe to repeat.
    private async Task<TrackedRun> Run(ModelVersion model, CancellationToken ct)
    {
        var subject = "model:" + model.Version;
        var run = await Subject(subject, model.Version, model.CreatedAt, ct);
        if (run.ModelVersion is not null) return run;
        await UploadModel(model, run, ct);
        var whole = run with { ModelVersion = await tracker.Version(run, NameOf(model), model.Version, ct) };
        store.Tracking.Keep(server, subject, whole);
        return whole;
    }

    private async Task<TrackedRun> Subject(string subject, string name, DateTimeOffset start, CancellationToken ct)
    {
        if (store.Tracking.Run(server, subject) is { } known) return known;
        var run = await tracker.Run(subject, name, start, ct);
        store.Tracking.Keep(server, subject, run);
        return run;
    }

    private async Task UploadModel(ModelVersion model, TrackedRun run, CancellationToken ct)
    {
        var path = Path.Combine(store.DataDirectory, model.File);
        var name = Path.GetFileName(model.File);
        var state = !File.Exists(path) ? "the file is no longer kept here"
            : await tracker.Upload(run, "model/" + name, await File.ReadAllBytesAsync(path, ct), ct)
                && await tracker.Upload(run, "model/MLmodel", Encoding.UTF8.GetBytes(Card(model, name, run.RunId)), ct) ? "uploaded"
            : "not uploaded: this server keeps files where only its own client writes; start it with --serve-artifacts";
        await tracker.Log(run, [], [], [("weir.file", state)], model.CreatedAt, ct);
    }

    private IEnumerable<(string, string)> Parameters(ModelVersion model, TrackedTraining? told)
    {
        var dataset = model.DatasetHash is { } hash ? store.Datasets.Find(hash) : null;
        (string, string?)[] known =
        [
            ("dataset", model.DatasetHash), ("schema", model.Schema), ("parent", model.Parent), ("window.from", Time(model.WindowFrom)), ("window.to", Time(model.WindowTo)),
            ("rows", Number(dataset?.Rows)), ("rows.phishing", Number(dataset?.Phishing)), ("rows.train", Number(dataset?.Train)), ("rows.test", Number(dataset?.Test)),
        ];
        return known.Where(pair => pair.Item2 is { Length: > 0 }).Select(pair => (pair.Item1, pair.Item2!)).Concat((told?.Parameters ?? FlatJson.Values(model.Parameters)).Where(pair => pair.Value.Length > 0));
    }

    private string NameOf(ModelVersion model) => tracker.NameOf(training(model)?.Model);

    private static string Card(ModelVersion model, string file, string run) => $$"""
        flavors:
          weir:
            file: {{file}}
            schema: {{model.Schema}}
            sha256: {{model.Sha256}}
        run_id: {{run}}
        utc_time_created: '{{model.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}}'

        """;

    private static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
