using System.Collections.Concurrent;
using System.Globalization;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>Makes the cards of versions: what the registry keeps, and what the file says about itself.</summary>
internal sealed class ModelCards
{
    private readonly ConcurrentDictionary<string, ModelManifest?> _manifests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TableManifest?> _tables = new(StringComparer.Ordinal);
    private ModelFile? _shipped;

    /// <summary>The card of a registered version, or of the shipped model; null when there is none of this name.</summary>
    public ModelCard? Find(WeirStore store, string version) =>
        store.Models.Find(version) is { } model ? Of(store, model) : Baseline() is { } shipped && shipped.Version == version ? shipped : null;

    /// <summary>The card of the model that is shipped; null when it is missing or damaged.</summary>
    public ModelCard? Baseline()
    {
        try
        {
            if (!File.Exists(DetectorSource.ShippedBaseline)) return null;
            var file = _shipped ??= ModelFile.Open(DetectorSource.ShippedBaseline);
            var card = new ModelCard { Version = "", State = "baseline", Origin = "shipped", Sha256 = file.Sha256, Schema = "" };
            return ModelManifest.FromJson(file.Manifest) is { } manifest ? Shipped(card, manifest) : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    /// <summary>What a version is now: champion, shadow, ab, passed, refused or unjudged.</summary>
    public static string State(ModelVersion model, Champion? champion, DeploymentRecord? running) =>
        model.Version == champion?.Version ? "champion"
        : model.Version == running?.Version ? running.Mode
        : model.GatesPassed switch { true => "passed", false => "refused", null => "unjudged" };

    private ModelCard Of(WeirStore store, ModelVersion model)
    {
        var parent = model.Parent is { } name ? store.Models.Find(name) : null;
        var card = new ModelCard
        {
            Version = model.Version,
            State = State(model, store.Models.On(model.Channel).Champion(), store.Deployments.On(model.Channel).Running()),
            Origin = model.Origin,
            Sha256 = model.Sha256,
            Schema = model.Schema,
            CreatedAt = model.CreatedAt,
            WindowFrom = model.WindowFrom,
            WindowTo = model.WindowTo,
            DatasetHash = model.DatasetHash,
            Dataset = model.DatasetHash is { } hash ? store.Datasets.Find(hash) : null,
            Parent = model.Parent,
            Parameters = ModelParameters.Of(model.Parameters, parent?.Parameters),
            GatesPassed = model.GatesPassed,
            Gates = model.Gates is { } gates ? GateSet.Parse(gates) : [],
        };
        try
        {
            if (model.Channel != ModelStore.UrlChannel) return OfTable(store, card, model, parent);
            var manifest = _manifests.GetOrAdd(model.Sha256, _ => ModelManifest.FromJson(ModelFile.Read(new ModelRegistry(store).Read(model), model.Version).Manifest));
            return manifest is null ? card : With(card, manifest);
        }
        catch (ModelFileException fault)
        {
            return card with { FileFault = fault.Message };
        }
    }

    // What was tried stands in its report; what made the model, in its file.
    private ModelCard OfTable(WeirStore store, ModelCard card, ModelVersion model, ModelVersion? parent)
    {
        card = card with { Parameters = [] };
        if (Manifest(store, model) is not { } manifest) return card;
        var before = parent is null ? null : ManifestOfParent(store, parent);
        return card with
        {
            Parameters = [new("learner", manifest.Learner, before?.Learner), .. manifest.Parameters.Select(pair => new ModelParameter(pair.Key, pair.Value, before?.Parameters.GetValueOrDefault(pair.Key, "–")))],
            Features = [.. manifest.Columns.OrderByDescending(column => column.Importance).ThenBy(column => column.Name, StringComparer.Ordinal).Select(column => new ModelFeature(column.Name, 1, true, column.Importance))],
            Rows = manifest.Rows,
            PhishingThreshold = manifest.PhishingThreshold,
            SuspiciousThreshold = manifest.SuspiciousThreshold,
            BaseRate = manifest.BaseRate,
        };
    }

    private TableManifest? Manifest(WeirStore store, ModelVersion model) =>
        _tables.GetOrAdd(model.Sha256, _ => TableManifest.FromJson(ModelFile.Read(new ModelRegistry(store, model.Channel).Read(model), model.Version).Manifest));

    // A parent whose file is gone is no fault of this one.
    private TableManifest? ManifestOfParent(WeirStore store, ModelVersion parent)
    {
        try
        {
            return Manifest(store, parent);
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private static ModelCard Shipped(ModelCard card, ModelManifest manifest) => With(card, manifest) with
    {
        Version = manifest.Version,
        Schema = manifest.Schema,
        DatasetHash = manifest.DatasetHash,
        WindowFrom = Day(manifest.WindowFrom),
        WindowTo = Day(manifest.WindowTo),
        Parameters = [.. manifest.Parameters.Select(pair => new ModelParameter(pair.Key, pair.Value, null))],
    };

    private static ModelCard With(ModelCard card, ModelManifest manifest) => card with
    {
        Features = [.. manifest.Features.OrderByDescending(feature => feature.Importance).ThenBy(feature => feature.Id, StringComparer.Ordinal)],
        Rows = manifest.Rows,
        PhishingThreshold = manifest.PhishingThreshold,
        SuspiciousThreshold = manifest.SuspiciousThreshold,
        BaseRate = manifest.BaseRate,
    };

    private static DateTimeOffset? Day(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}
