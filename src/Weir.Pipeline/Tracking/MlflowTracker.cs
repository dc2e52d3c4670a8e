using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Storage.Tracking;

namespace Weir.Pipeline.Tracking;

/// <summary>
/// The calls that we make of MLflow, each safe to repeat: what a lost answer left behind is found again by its tag or run, so that nothing
/// is made twice.
/// </summary>
internal sealed class MlflowTracker(MlflowConnection server, MlflowSettings settings, string instance)
{
    private const string Proxy = "mlflow-artifacts";
    private const int MostParams = 100;
    private const int LongestValue = 500;
    private const int LongestTag = 4000;

    private string? _experiment;
    private readonly HashSet<string> _models = new(StringComparer.Ordinal);

    /// <summary>The registered model of addresses, or of a table.</summary>
    public string NameOf(string? table) => table is null ? settings.Model : settings.TableModels + table;

    /// <summary>The run of a subject: the one that is there, or a new one.</summary>
    public async Task<TrackedRun> Run(string subject, string name, DateTimeOffset start, CancellationToken ct)
    {
        var experiment = await Experiment(ct);
        var filter = $"tags.`weir.subject` = '{Quoted(subject)}' and tags.`weir.instance` = '{instance}'";
        var found = await server.Post("runs/search", new { experiment_ids = new[] { experiment }, filter, max_results = 1 }, ct);
        if (found.TryGetProperty("runs", out var runs) && runs.GetArrayLength() > 0) return Read(runs[0]);
        var tags = Pairs([("weir.subject", subject), ("weir.instance", instance), ("mlflow.source.name", "weir")]);
        var made = await server.Post("runs/create", new { experiment_id = experiment, run_name = name, start_time = start.ToUnixTimeMilliseconds(), tags }, ct);
        return Read(made.GetProperty("run"));
    }

    /// <summary>Notes parameters, figures and tags of a run.</summary>
    public async Task Log(TrackedRun run, IEnumerable<(string, string)> parameters, IEnumerable<(string Name, double Value)> figures, IEnumerable<(string, string)> tags, DateTimeOffset at, CancellationToken ct)
    {
        var metrics = figures.Where(figure => double.IsFinite(figure.Value)).Take(500)
            .Select(figure => new { key = figure.Name, value = figure.Value, timestamp = at.ToUnixTimeMilliseconds(), step = 0 }).ToArray();
        await server.Post("runs/log-batch", new { run_id = run.RunId, metrics, @params = Pairs(parameters, LongestValue).Take(MostParams).ToArray(), tags = Pairs(tags) }, ct);
    }

    /// <summary>Uploads a file of a run; false when the server keeps its files where only its own client can write.</summary>
    public async Task<bool> Upload(TrackedRun run, string path, byte[] content, CancellationToken ct)
    {
        if (!Uri.TryCreate(run.ArtifactUri, UriKind.Absolute, out var uri) || uri.Scheme != Proxy) return false;
        await server.Put($"{uri.AbsolutePath.Trim('/')}/{path}", content, ct);
        return true;
    }

    /// <summary>The version of the registered model that a run has: the one that is there, or a new one.</summary>
    public async Task<string> Version(TrackedRun run, string name, string version, CancellationToken ct)
    {
        await Model(name, ct);
        var found = await server.Get("model-versions/search", ct, "filter", $"run_id='{Quoted(run.RunId)}'", "max_results", "10");
        if (found.TryGetProperty("model_versions", out var versions))
            foreach (var known in versions.EnumerateArray())
                if (known.GetProperty("name").GetString() == name) return Number(known);
        var made = await server.Post("model-versions/create", new
        {
            name,
            source = run.ArtifactUri.TrimEnd('/') + "/model",
            run_id = run.RunId,
            tags = Pairs([("weir.version", version)]),
            description = $"Weir's model {version}",
        }, ct);
        return Number(made.GetProperty("model_version"));
    }

    /// <summary>Tags a version of the registered model.</summary>
    public Task Tag(string name, string number, string key, string value, CancellationToken ct) =>
        server.Post("model-versions/set-tag", new { name, version = number, key, value = Short(value, LongestTag) }, ct);

    /// <summary>From now on the alias means this version.</summary>
    public Task Alias(string name, string alias, string number, CancellationToken ct) => server.Post("registered-models/alias", new { name, alias, version = number }, ct);

    /// <summary>The alias means nothing, when it means this version now.</summary>
    public async Task Unalias(string name, string alias, string number, CancellationToken ct)
    {
        try
        {
            var meant = await server.Get("registered-models/alias", ct, "name", name, "alias", alias);
            if (meant.TryGetProperty("model_version", out var version) && Number(version) == number)
                await server.Delete("registered-models/alias", new { name, alias }, ct);
        }
        catch (MlflowFault fault) when (fault.IsMissing || fault.Code == "INVALID_PARAMETER_VALUE")
        {
            // The alias means nothing already; MLflow has told so under either name.
        }
    }

    /// <summary>Ends a run.</summary>
    public Task End(TrackedRun run, bool isFailed, DateTimeOffset at, CancellationToken ct) =>
        server.Post("runs/update", new { run_id = run.RunId, status = isFailed ? "FAILED" : "FINISHED", end_time = at.ToUnixTimeMilliseconds() }, ct);

    private async Task<string> Experiment(CancellationToken ct)
    {
        if (_experiment is not null) return _experiment;
        try
        {
            var found = await server.Get("experiments/get-by-name", ct, "experiment_name", settings.Experiment);
            return _experiment = found.GetProperty("experiment").GetProperty("experiment_id").GetString()!;
        }
        catch (MlflowFault fault) when (fault.IsMissing)
        {
            var made = await server.Post("experiments/create", new { name = settings.Experiment }, ct);
            return _experiment = made.GetProperty("experiment_id").GetString()!;
        }
    }

    private async Task Model(string name, CancellationToken ct)
    {
        if (_models.Contains(name)) return;
        try
        {
            await server.Post("registered-models/create", new { name, description = "Models of Weir; champion is the one that answers." }, ct);
        }
        catch (MlflowFault fault) when (fault.IsThere)
        {
            // That is what we want.
        }

        _models.Add(name);
    }

    private static TrackedRun Read(JsonElement run)
    {
        var about = run.GetProperty("info");
        return new TrackedRun { RunId = about.GetProperty("run_id").GetString()!, ArtifactUri = about.TryGetProperty("artifact_uri", out var uri) ? uri.GetString() ?? "" : "" };
    }

    private static string Number(JsonElement version) => version.GetProperty("version") is { ValueKind: JsonValueKind.Number } number
        ? number.GetInt64().ToString(CultureInfo.InvariantCulture) : version.GetProperty("version").GetString()!;

    private static object[] Pairs(IEnumerable<(string Key, string Value)> pairs, int longest = LongestTag) =>
        [.. pairs.Select(pair => (object)new { key = Name(pair.Key), value = Short(pair.Value, longest) })];

    // MLflow takes letters, digits and these marks in names.
    private static string Name(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, 200))) plain.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' or '/' ? c : '_');
        return plain.ToString();
    }

    private static string Short(string value, int longest) => value.Length <= longest ? value : value[..(longest - 1)] + "…";

    private static string Quoted(string text) => text.Replace("'", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
}
