using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Detection;

/// <summary>A feature as a model uses it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Version of its definition.</param>
/// <param name="Active">False when it was switched off: the model never saw it.</param>
/// <param name="Importance">Share of the total gain, 0..1.</param>
public sealed record ModelFeature(string Id, int Version, bool Active, double Importance);

/// <summary>What a model file says about itself. Free of clocks: the same training gives the same bytes.</summary>
public sealed record ModelManifest
{
    /// <summary>Name of the model version: channel, end of the data window, hash of data and parameters.</summary>
    public required string Version { get; init; }
    /// <summary>Channel, here url.</summary>
    public required string Channel { get; init; }
    /// <summary>Feature schema, name and version.</summary>
    public required string Schema { get; init; }
    /// <summary>Features in column order.</summary>
    public required IReadOnlyList<ModelFeature> Features { get; init; }
    /// <summary>First and last time of the training rows, ISO date; null when undated.</summary>
    public string? WindowFrom { get; init; }
    /// <summary>See <see cref="WindowFrom"/>.</summary>
    public string? WindowTo { get; init; }
    /// <summary>SHA-256 over the training rows.</summary>
    public required string DatasetHash { get; init; }
    /// <summary>Training rows.</summary>
    public required int Rows { get; init; }
    /// <summary>Phishing among them.</summary>
    public required int PhishingRows { get; init; }
    /// <summary>Share of phishing in the rows on which the calibrator was fitted.</summary>
    public required double CalibrationRate { get; init; }
    /// <summary>Share of phishing at which scores are probabilities.</summary>
    public required double BaseRate { get; init; }
    /// <summary>Scores above this are phishing.</summary>
    public required double PhishingThreshold { get; init; }
    /// <summary>Scores above this, up to the phishing threshold, are suspicious.</summary>
    public required double SuspiciousThreshold { get; init; }
    /// <summary>False-positive rate for which the phishing threshold was set.</summary>
    public required double PhishingFpr { get; init; }
    /// <summary>False-positive rate for which the suspicious threshold was set.</summary>
    public required double SuspiciousFpr { get; init; }
    /// <summary>Training parameters by name.</summary>
    public required SortedDictionary<string, string> Parameters { get; init; }
    /// <summary>Figures by name, as far as they were known when the file was written.</summary>
    public SortedDictionary<string, double> Figures { get; init; } = [];

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.ModelManifest);

    /// <summary>Reads a manifest; null when the text is not one.</summary>
    public static ModelManifest? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ManifestJson.Default.ModelManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
