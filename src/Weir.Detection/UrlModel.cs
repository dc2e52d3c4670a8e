using Weir.Detection.Features;
using Weir.Learning;
using Weir.Learning.Calibration;
using Weir.Learning.Encoding;
using Weir.Learning.Linear;
using Weir.Learning.Trees;

namespace Weir.Detection;

/// <summary>
/// The model of the URL channel: hashed linear text scores and category log-odds become columns beside the dense features,
/// boosted trees judge the row, a calibrator turns their score into a probability. Immutable; judging allocates nothing.
/// </summary>
public sealed class UrlModel
{
    private readonly int[] _hidden;

    private UrlModel(ModelFile file, ModelManifest manifest, string? version)
    {
        Manifest = manifest;
        Version = version ?? manifest.Version;
        Sha256 = file.Sha256;
        var columns = ModelColumns.Of(file, manifest);
        Text = HashedLogistic.Load(file, "text");
        Trees = BoostedTrees.Load(file, "trees");
        if (Trees.FeatureCount != columns.Length) throw file.Fault($"has trees over {Trees.FeatureCount} features instead of {columns.Length}");
        // A model of other columns is laid over those of today once, so that judging knows no difference.
        if (!columns.SequenceEqual(Enumerable.Range(0, UrlFeatureSchema.Count))) Trees = Trees.Over(columns, UrlFeatureSchema.Count);
        Categories = [.. Enumerable.Range(0, UrlRow.CategoryCount).Select(i => columns.Contains(UrlFeatureSchema.FirstFittedColumn + i) ? TargetEncoder.Load(file, $"category{i}") : null)];
        Calibrator = IsotonicCalibrator.Load(file, "calibrator");
        _hidden = [.. columns.Where((_, i) => !manifest.Features[i].Active)];
    }

    /// <summary>What the model says about itself.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Name of the version: that of the registry where one is given, else that of the manifest.</summary>
    public string Version { get; }

    /// <summary>Hash of the file, lower-case hex.</summary>
    public string Sha256 { get; }

    internal HashedLogistic Text { get; }

    internal BoostedTrees Trees { get; }

    /// <summary>One a category column; null when the model was trained before there was such a column.</summary>
    internal TargetEncoder?[] Categories { get; }

    internal IsotonicCalibrator Calibrator { get; }

    /// <summary>Opens a model file.</summary>
    /// <exception cref="ModelFileException">The file is no model, damaged, or of another schema; the message says so in one sentence.</exception>
    public static UrlModel Load(string path) => From(ModelFile.Open(path));

    /// <summary>Reads a model from memory; <paramref name="name"/> is used in errors, <paramref name="version"/> names it in verdicts.</summary>
    /// <exception cref="ModelFileException">As for <see cref="Load"/>.</exception>
    public static UrlModel Read(byte[] bytes, string name, string? version = null) => From(ModelFile.Read(bytes, name), version);

    /// <summary>Fills the fitted columns of a row, hides switched-off features, and returns the raw log-odds.</summary>
    public double Raw(in UrlRow row)
    {
        Complete(row);
        return Trees.Score(row.Dense);
    }

    /// <summary>Fills the fitted columns and hides switched-off features: what is left is to score the row.</summary>
    internal void Complete(in UrlRow row)
    {
        var dense = row.Dense;
        var at = UrlFeatureSchema.FirstFittedColumn;
        for (var c = 0; c < Categories.Length; c++, at++)
            if (Categories[c] is { } category) dense[at] = category.Value(row.Categories[c]);
        WriteTextScores(Text, row.Indices, row.HostIndices, dense[at..]);
        foreach (var column in _hidden) dense[column] = float.NaN;
    }

    /// <summary>Raw log-odds as a probability at the base rate of the manifest; strictly increasing.</summary>
    public double Probability(double raw) => PriorCorrection.Adjust(Calibrator.Probability(raw), Manifest.CalibrationRate, Manifest.BaseRate);

    /// <summary>The three-way decision on a score.</summary>
    public Decision Decide(double score) =>
        score > Manifest.PhishingThreshold ? Decision.Phishing : score > Manifest.SuspiciousThreshold ? Decision.Suspicious : Decision.Benign;

    /// <summary>Writes the three text columns of a row: host, path and query, whole address. Training and serving share it.</summary>
    public static void WriteTextScores(HashedLogistic text, ReadOnlySpan<uint> indices, int hostIndices, Span<float> to)
    {
        var host = Sum(text, indices[..hostIndices]);
        var path = Sum(text, indices[hostIndices..]);
        var scale = text.Scale(indices.Length);
        to[0] = (float)(scale * host);
        to[1] = (float)(scale * path);
        to[2] = (float)text.Score(host + path, indices.Length);
    }

    private static double Sum(HashedLogistic text, ReadOnlySpan<uint> indices)
    {
        var sum = 0.0;
        foreach (var index in indices) sum += text.Weight(index);
        return sum;
    }

    private static UrlModel From(ModelFile file, string? version = null)
    {
        var manifest = ModelManifest.FromJson(file.Manifest) ?? throw file.Fault("has a manifest that cannot be read");
        if (manifest.Schema != $"{UrlFeatureSchema.Name}-{UrlFeatureSchema.Version}")
            throw file.Fault($"was trained for the feature schema {manifest.Schema}; this Weir knows {UrlFeatureSchema.Name}-{UrlFeatureSchema.Version}: train a new model with 'weir cycle --once'");
        return new UrlModel(file, manifest, version);
    }
}
