using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Tests.Support;

/// <summary>A run as the server keeps it.</summary>
internal sealed record MlflowRun(string Id, string Name, string Experiment)
{
    public string Status { get; set; } = "RUNNING";

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, double> Metrics { get; } = new(StringComparer.Ordinal);

    public string Artifacts => $"mlflow-artifacts:/{Experiment}/{Id}/artifacts";
}

/// <summary>A version of a registered model as the server keeps it.</summary>
internal sealed record MlflowVersion(string Number, string RunId, string Source)
{
    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// Stands in for an MLflow server: the documented calls of its REST API 2.0 that Weir makes, with their required fields, error codes and
/// uniqueness, kept in memory.
/// </summary>
internal sealed partial class MlflowServer(WebhookServer web) : IAsyncDisposable
{
    private readonly Dictionary<string, string> _experiments = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public Uri Address => web.Address;

    public WebhookServer Web => web;

    public List<MlflowRun> Runs { get; } = [];

    public Dictionary<string, List<MlflowVersion>> Models { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Alias changes, in order.</summary>
    public List<string> AliasChanges { get; } = [];

    /// <summary>What is answered before anything is done; null does it.</summary>
    public Func<Received, Answered?> Before { get; set; } = _ => null;

    /// <summary>What is answered after it was done, in place of the answer; null answers.</summary>
    public Func<Received, Answered?> After { get; set; } = _ => null;

    public static async Task<MlflowServer> Start(int port = 0)
    {
        var web = await WebhookServer.Start(port);
        var server = new MlflowServer(web);
        web.Answer = server.Take;
        return server;
    }

    public MlflowRun Run(string name) => Runs.Single(run => run.Name == name);

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private Answered Take(Received got)
    {
        lock (_lock)
        {
            if (Before(got) is { } early) return early;
            Answered answer;
            try
            {
                answer = got.Path.StartsWith("/api/2.0/mlflow-artifacts/artifacts/", StringComparison.Ordinal) ? Upload(got) : Api(got);
            }
            catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or JsonException)
            {
                answer = Error(400, "INVALID_PARAMETER_VALUE", "a required field is missing: " + fault.Message);
            }

            return After(got) ?? answer;
        }
    }

    private Answered Upload(Received got)
    {
        if (got.Method != "PUT") return Error(405, "", "");
        Files[got.Path["/api/2.0/mlflow-artifacts/artifacts/".Length..]] = got.Body;
        return Json(new { });
    }

    private Answered Api(Received got)
    {
        var body = got.Body.Length == 0 ? default : got.Json;
        return (got.Method + " " + got.Path.Replace("/api/2.0/mlflow/", "", StringComparison.Ordinal)) switch
        {
            "GET experiments/get-by-name" => _experiments.TryGetValue(Query(got, "experiment_name"), out var id)
                ? Json(new { experiment = new { experiment_id = id, name = Query(got, "experiment_name"), lifecycle_stage = "active" } })
                : Error(404, "RESOURCE_DOES_NOT_EXIST", "Could not find experiment"),
            "POST experiments/create" => CreateExperiment(Text(body, "name")),
            "POST runs/create" => CreateRun(body),
            "POST runs/search" => SearchRuns(body),
            "POST runs/log-batch" => LogBatch(body),
            "POST runs/update" => UpdateRun(body),
            "POST registered-models/create" => Models.TryAdd(Text(body, "name"), []) ? Json(new { registered_model = new { name = Text(body, "name") } })
                : Error(400, "RESOURCE_ALREADY_EXISTS", "Registered Model already exists"),
            "POST model-versions/create" => CreateVersion(body),
            "GET model-versions/search" => SearchVersions(Query(got, "filter")),
            "POST model-versions/set-tag" => Tag(Version(body).Tags, body),
            "POST registered-models/alias" => SetAlias(body),
            "GET registered-models/alias" => Aliases.TryGetValue(Query(got, "alias"), out var number)
                ? Json(new { model_version = Shown(Query(got, "name"), Models[Query(got, "name")].Single(version => version.Number == number)) })
                : Error(400, "INVALID_PARAMETER_VALUE", "Registered model alias not found."),
            "DELETE registered-models/alias" => RemoveAlias(Text(body, "alias")),
            _ => new Answered(404, "<html>not found</html>"),
        };
    }

    private Answered CreateExperiment(string name)
    {
        if (!_experiments.TryAdd(name, (_experiments.Count + 1).ToString(CultureInfo.InvariantCulture))) return Error(400, "RESOURCE_ALREADY_EXISTS", "exists");
        return Json(new { experiment_id = _experiments[name] });
    }

    private Answered CreateRun(JsonElement body)
    {
        var experiment = Text(body, "experiment_id");
        if (!_experiments.ContainsValue(experiment)) return Error(404, "RESOURCE_DOES_NOT_EXIST", "no experiment");
        _ = body.GetProperty("start_time").GetInt64();
        var run = new MlflowRun($"{Runs.Count + 1:x32}", Text(body, "run_name"), experiment);
        foreach (var tag in body.GetProperty("tags").EnumerateArray()) run.Tags[Text(tag, "key")] = Text(tag, "value");
        Runs.Add(run);
        return Json(new { run = Shown(run) });
    }

    private Answered SearchRuns(JsonElement body)
    {
        var wanted = TagFilter().Matches(Text(body, "filter")).Select(match => (Key: match.Groups[1].Value, Value: match.Groups[2].Value)).ToList();
        var experiments = body.GetProperty("experiment_ids").EnumerateArray().Select(id => id.GetString()).ToList();
        var found = Runs.Where(run => experiments.Contains(run.Experiment) && wanted.All(tag => run.Tags.GetValueOrDefault(tag.Key) == tag.Value)).Select(Shown).ToArray();
        // As MLflow does: what is empty is left out.
        return found.Length == 0 ? Json(new { }) : Json(new { runs = found });
    }

    private Answered LogBatch(JsonElement body)
    {
        var run = Runs.Single(run => run.Id == Text(body, "run_id"));
        foreach (var param in body.GetProperty("params").EnumerateArray())
            if (!run.Params.TryAdd(Text(param, "key"), Text(param, "value")) && run.Params[Text(param, "key")] != Text(param, "value"))
                return Error(400, "INVALID_PARAMETER_VALUE", "Changing param values is not allowed");
        foreach (var metric in body.GetProperty("metrics").EnumerateArray())
        {
            if (!Name().IsMatch(Text(metric, "key"))) return Error(400, "INVALID_PARAMETER_VALUE", "Invalid metric name");
            _ = metric.GetProperty("timestamp").GetInt64();
            run.Metrics[Text(metric, "key")] = metric.GetProperty("value").GetDouble();
        }

        foreach (var tag in body.GetProperty("tags").EnumerateArray()) run.Tags[Text(tag, "key")] = Text(tag, "value");
        return body.GetProperty("params").GetArrayLength() > 100 ? Error(400, "INVALID_PARAMETER_VALUE", "too many params") : Json(new { });
    }

    private Answered UpdateRun(JsonElement body)
    {
        var run = Runs.Single(run => run.Id == Text(body, "run_id"));
        run.Status = Text(body, "status");
        return Json(new { run_info = new { run_id = run.Id, status = run.Status } });
    }

    private Answered CreateVersion(JsonElement body)
    {
        if (!Models.TryGetValue(Text(body, "name"), out var versions)) return Error(404, "RESOURCE_DOES_NOT_EXIST", "Registered Model not found");
        var run = Runs.Single(run => run.Id == Text(body, "run_id"));
        if (!Text(body, "source").StartsWith(run.Artifacts, StringComparison.Ordinal)) return Error(400, "INVALID_PARAMETER_VALUE", "Invalid model version source");
        var version = new MlflowVersion((versions.Count + 1).ToString(CultureInfo.InvariantCulture), run.Id, Text(body, "source"));
        foreach (var tag in body.GetProperty("tags").EnumerateArray()) version.Tags[Text(tag, "key")] = Text(tag, "value");
        versions.Add(version);
        return Json(new { model_version = Shown(Text(body, "name"), version) });
    }

    private Answered SearchVersions(string filter)
    {
        var run = RunFilter().Match(filter).Groups[1].Value;
        var found = Models.SelectMany(model => model.Value.Where(version => version.RunId == run).Select(version => Shown(model.Key, version))).ToArray();
        return found.Length == 0 ? Json(new { }) : Json(new { model_versions = found });
    }

    private Answered SetAlias(JsonElement body)
    {
        Aliases[Text(body, "alias")] = Version(body).Number;
        AliasChanges.Add($"{Text(body, "alias")}={Version(body).Tags["weir.version"]}");
        return Json(new { });
    }

    private Answered RemoveAlias(string alias)
    {
        if (Aliases.Remove(alias)) AliasChanges.Add(alias + "=");
        return Json(new { });
    }

    private MlflowVersion Version(JsonElement body) => Models[Text(body, "name")].Single(version => version.Number == Text(body, "version"));

    private static Answered Tag(Dictionary<string, string> tags, JsonElement body)
    {
        tags[Text(body, "key")] = Text(body, "value");
        return Json(new { });
    }

    private static object Shown(MlflowRun run) => new { info = new { run_id = run.Id, run_name = run.Name, experiment_id = run.Experiment, status = run.Status, artifact_uri = run.Artifacts } };

    private static object Shown(string name, MlflowVersion version) => new { name, version = version.Number, run_id = version.RunId, source = version.Source, status = "READY" };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Query(Received got, string name) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(got.Query)[name].ToString();

    private static Answered Json(object body) => new(200, JsonSerializer.Serialize(body), "Content-Type", "application/json");

    private static Answered Error(int status, string code, string message) => new(status, JsonSerializer.Serialize(new { error_code = code, message }), "Content-Type", "application/json");

    [GeneratedRegex(@"tags\.`([^`]+)` = '([^']*)'")]
    private static partial Regex TagFilter();

    [GeneratedRegex("^run_id ?= ?'([^']*)'$")]
    private static partial Regex RunFilter();

    [GeneratedRegex("^[A-Za-z0-9_ ./-]{1,250}$")]
    private static partial Regex Name();
}
