using System.Text.Json;
using Weir.Learning;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Files;
using Weir.Pipeline.Gates;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline.Registry;

/// <summary>What became of a promotion or rollback, and why.</summary>
public sealed record PromotionResult(bool Done, string Reason);

/// <summary>
/// The model files of a data directory (models/VERSION.weir) and their records. Only bytes that passed every gate are promoted;
/// a file is on the disk before its record, and a record before its promotion, so that a champion can always be read.
/// </summary>
/// <param name="store">Keeps the records.</param>
/// <param name="channel">Whose models: 0 for addresses.</param>
public sealed class ModelRegistry(WeirStore store, int channel = ModelStore.UrlChannel)
{
    private readonly ModelStore _models = store.Models.On(channel);
    private const string Directory = "models";

    /// <summary>Registers the bytes of a model as challenger; the same bytes under the same version are registered once.</summary>
    /// <exception cref="ModelFileException">The bytes are not a whole model file, or another model has its version.</exception>
    public ModelVersion Register(byte[] bytes, ModelOrigin origin, string actor)
    {
        var file = ModelFile.Read(bytes, origin.Name);
        using var manifest = JsonDocument.Parse(file.Manifest);
        var version = SafeVersion(Text(manifest, "version") ?? file.Sha256[..12]);
        // The same training rows with other calibration rows make another model of the same name.
        if (_models.Find(version) is { } other && other.Sha256 != file.Sha256) version = $"{version}-{file.Sha256[..6]}";
        if (_models.Find(version) is { } known) return Known(known, file.Sha256, bytes);
        var model = new ModelVersion
        {
            Version = version,
            Origin = origin.Kind,
            Sha256 = file.Sha256,
            File = $"{Directory}/{version}.weir",
            Schema = Text(manifest, "schema") ?? "",
            Parameters = origin.Parameters,
            WindowFrom = origin.WindowFrom,
            WindowTo = origin.WindowTo,
            DatasetHash = origin.DatasetHash,
            Parent = _models.Champion()?.Version,
        };
        AtomicFile.Write(PathOf(model.File), stream => stream.Write(bytes));
        _models.Add(model, actor);
        return _models.Find(version)!;
    }

    /// <summary>The registry of the channel that a version belongs to; that of addresses for one that is not there.</summary>
    public static ModelRegistry Of(WeirStore store, string version) => new(store, store.Models.Find(version)?.Channel ?? ModelStore.UrlChannel);

    /// <summary>Keeps what evaluation and gates said about a version.</summary>
    public void Judge(string version, EvaluationReport report, IReadOnlyList<GateResult> gates, string actor)
    {
        var failed = gates.Where(gate => !gate.Passed).ToList();
        var reason = failed.Count == 0 ? $"all {gates.Count} gates passed" : string.Join(" ", failed.Select(gate => gate.Sentence));
        _models.Judge(version, ReportText.Json(report), GateSet.Json(gates), failed.Count == 0, report.Sha256, reason, actor);
    }

    /// <summary>Puts a version to work; refuses one that no gate has judged, that failed a gate, or whose file is not what was judged.</summary>
    public PromotionResult Promote(string version, string actor, string reason = "all gates passed")
    {
        if (_models.Find(version) is not { } model) return new(false, $"No model has the version {version}; `weir models list` names them.");
        if (_models.Champion()?.Version == version) return new(true, $"{version} is the champion already.");
        if (Refusal(model) is { } refusal)
        {
            _models.Refuse(version, actor, refusal);
            return new(false, refusal);
        }

        _models.Promote(version, actor, reason);
        return new(true, $"{version} is the champion: {reason}.");
    }

    /// <summary>Why a version may not be put to work, in one sentence; null when it may.</summary>
    public string? WhyNot(string version) =>
        _models.Find(version) is { } model ? Refusal(model) : $"No model has the version {version}; `weir models list` names them.";

    /// <summary>Whether the file of a version is there and is the one that was registered.</summary>
    public bool IsWhole(string version) => _models.Find(version) is { } model && Damage(model) is null;

    /// <summary>
    /// Puts an earlier champion back to work: the named one, else the last before this one whose file is whole. May be repeated down to the
    /// first.
    /// </summary>
    public PromotionResult Rollback(string actor, string reason, string? to = null)
    {
        if (_models.Champion()?.Version is not { } from) return new(false, "There is no champion to roll back: the shipped baseline serves, and it is the first. `weir models promote VERSION` puts a registered model to work.");
        if (to == from) return new(false, $"{from} is the champion; a rollback goes to another version.");
        if (to is not null && !store.Reigns.On(channel).Has(to)) return new(false, $"{to} was never champion; `weir models promote {to}` puts a version to work that passed its gates.");
        var damages = new List<string>();
        foreach (var version in to is null ? _models.Below() : [to])
        {
            if (Damage(_models.Find(version)!) is { } damage) damages.Add(damage);
            else if (_models.Rollback(version, actor, reason)) return new(true, $"{version} is the champion again; {from} stays in the registry.");
        }

        return new(false, damages.Count > 0 ? string.Join(" ", damages) : $"{from} is the first champion; there is none before it.");
    }

    /// <summary>The bytes of a version; throws <see cref="ModelFileException"/> when they are not those that were registered.</summary>
    public byte[] Read(ModelVersion model)
    {
        var path = PathOf(model.File);
        if (!File.Exists(path)) throw new ModelFileException($"The model file '{path}' of version {model.Version} is missing; put it back, or roll back to another version.");
        var bytes = File.ReadAllBytes(path);
        if (ModelFile.Read(bytes, path).Sha256 != model.Sha256)
            throw new ModelFileException($"The model file '{path}' is not the one registered as {model.Version}; put that back, or roll back to another version.");
        return bytes;
    }

    /// <summary>The full path of a model file.</summary>
    public string PathOf(string file) => Path.Combine(store.DataDirectory, file);

    private string? Refusal(ModelVersion model)
    {
        if (model.Channel != channel) return $"{model.Version} is a model of another channel.";
        if (model.GatesPassed is null) return $"{model.Version} has not been judged by the gates.";
        if (model.GatesPassed == false)
            return string.Join(" ", GateSet.Parse(model.Gates!).Where(gate => !gate.Passed).Select(gate => gate.Sentence));
        if (Damage(model) is { } damage) return damage;
        return model.GatedSha256 == model.Sha256 ? null : $"The file of {model.Version} is not the one that the gates judged.";
    }

    private string? Damage(ModelVersion model)
    {
        try
        {
            Read(model);
            return null;
        }
        catch (ModelFileException fault)
        {
            return fault.Message;
        }
    }

    private ModelVersion Known(ModelVersion known, string sha256, byte[] bytes)
    {
        if (known.Sha256 != sha256) throw new ModelFileException($"Another model is registered as version {known.Version} already.");
        AtomicFile.Write(PathOf(known.File), stream => stream.Write(bytes));
        return known;
    }

    private static string? Text(JsonDocument manifest, string name) =>
        manifest.RootElement.ValueKind == JsonValueKind.Object && manifest.RootElement.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
            : null;

    // The version becomes a file name, and an imported file is not trusted.
    private static string SafeVersion(string version) =>
        string.Concat(version.Take(80).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).TrimStart('.');
}

/// <summary>Where a model comes from: cycle or import, its data and its training parameters as JSON.</summary>
public sealed record ModelOrigin(string Kind, string Name)
{
    /// <summary>The snapshot it was trained on.</summary>
    public string? DatasetHash { get; init; }

    /// <summary>The earliest dated row of it.</summary>
    public DateTimeOffset? WindowFrom { get; init; }

    /// <summary>The latest dated row of it.</summary>
    public DateTimeOffset? WindowTo { get; init; }

    /// <summary>Training parameters as JSON.</summary>
    public string Parameters { get; init; } = "{}";
}
