using System.Text.Json;
using Weir.Learning;
using Weir.Learning.Calibration;
using Weir.Learning.Ensembles;
using Weir.Learning.Preparation;

namespace Weir.Detection.Tables;

/// <summary>
/// The model of a table: its rows are prepared as training taught, a classifier judges them, a calibrator turns the score into a
/// probability. Immutable; each thread scores by its own <see cref="TableScorer"/>.
/// </summary>
public sealed class TableModel
{
    private const string PreparerSections = "prep";
    private const string ClassifierSections = "model";
    private const string CalibratorSections = "calibrator";

    private readonly Func<double, double> _probability;

    private TableModel(ModelFile file, TableManifest manifest, string? version)
    {
        (Manifest, Version, Sha256) = (manifest, version ?? manifest.Version, file.Sha256);
        Preparer = Preparer.Load(file, PreparerSections);
        Classifier = ClassifierFile.Load(file, ClassifierSections);
        if (Classifier.FeatureCount != Preparer.Outputs.Count) throw file.Fault($"has a classifier of {Classifier.FeatureCount} features and prepares {Preparer.Outputs.Count}");
        Inputs = InputsOf(file, manifest.Table, Preparer);
        Rows = new RowPreparer(Preparer, [.. Preparer.Columns.Select((column, i) => column.Kind == Learning.Preparation.ColumnKind.Category ? Schema.Features[Inputs[i]].Values : null)]);
        if (manifest.Columns.Count != Inputs.Length) throw file.Fault("does not tell of each of its columns");
        _probability = file.Has(CalibratorSections + ".curve") ? PlattCalibrator.Load(file, CalibratorSections).Probability : IsotonicCalibrator.Load(file, CalibratorSections).Probability;
    }

    /// <summary>Whether a manifest is that of a model of a table.</summary>
    public static bool IsOne(string manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("channel", out var channel) && channel.ValueKind == JsonValueKind.String && TableName.OfChannel(channel.GetString()!) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What the model says about itself.</summary>
    public TableManifest Manifest { get; }

    /// <summary>How rows are read.</summary>
    public TableSchema Schema => Manifest.Table;

    /// <summary>Name of the version: that of the registry where one is given, else that of the manifest.</summary>
    public string Version { get; }

    /// <summary>Hash of the file, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>The name of the table.</summary>
    public string Table => TableName.OfChannel(Manifest.Channel)!;

    /// <summary>What prepares rows; its columns are the features that the model reads.</summary>
    public Preparer Preparer { get; }

    /// <summary>What judges prepared rows.</summary>
    public IClassifier Classifier { get; }

    /// <summary>The features of the schema that the model reads, by their places; in the order of the preparer.</summary>
    internal int[] Inputs { get; }

    internal RowPreparer Rows { get; }

    /// <summary>Opens a model file.</summary>
    /// <exception cref="ModelFileException">The file is no model of a table, or damaged; the message says so in one sentence.</exception>
    public static TableModel Load(string path) => From(ModelFile.Open(path), null);

    /// <summary>Reads a model from memory; <paramref name="name"/> is used in errors, <paramref name="version"/> names it in verdicts.</summary>
    /// <exception cref="ModelFileException">As for <see cref="Load"/>.</exception>
    public static TableModel Read(byte[] bytes, string name, string? version = null) => From(ModelFile.Read(bytes, name), version);

    /// <summary>The bytes of a model file.</summary>
    /// <param name="manifest">What it says about itself.</param>
    /// <param name="preparer">What prepares rows.</param>
    /// <param name="classifier">What judges them.</param>
    /// <param name="saveCalibrator">Writes an isotonic or a Platt calibrator under a prefix.</param>
    public static byte[] Build(TableManifest manifest, Preparer preparer, IClassifier classifier, Action<ModelFileBuilder, string> saveCalibrator)
    {
        var builder = new ModelFileBuilder();
        preparer.Save(builder, PreparerSections);
        ClassifierFile.Save(classifier, builder, ClassifierSections);
        saveCalibrator(builder, CalibratorSections);
        return builder.Build(manifest.ToJson());
    }

    /// <summary>Raw log-odds as a probability at the base rate of the manifest.</summary>
    public double Probability(double raw) => _probability(raw);

    /// <summary>The three-way decision on a probability; unknown for NaN.</summary>
    public Decision Decide(double probability) => double.IsNaN(probability) ? Decision.Unknown
        : probability > Manifest.PhishingThreshold ? Decision.Phishing : probability > Manifest.SuspiciousThreshold ? Decision.Suspicious : Decision.Benign;

    /// <summary>The decision in the table's own words: the first value of its target for the side; empty for NaN.</summary>
    public string Predicted(double probability) => double.IsNaN(probability) ? ""
        : probability > Manifest.PhishingThreshold ? Schema.Target.Phishing[0] : Schema.Target.Benign[0];

    private static TableModel From(ModelFile file, string? version)
    {
        var manifest = TableManifest.FromJson(file.Manifest) ?? throw file.Fault("has a manifest that is not one of a table");
        return manifest.Fault() is { } fault ? throw file.Fault(fault) : new TableModel(file, manifest, version);
    }

    private static int[] InputsOf(ModelFile file, TableSchema schema, Preparer preparer)
    {
        var inputs = new int[preparer.Columns.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var (name, isCategory) = (preparer.Columns[i].Name, preparer.Columns[i].Kind == Learning.Preparation.ColumnKind.Category);
            inputs[i] = schema.Features.Index().FirstOrDefault(feature => feature.Item.Name == name, (-1, null!)).Index;
            if (inputs[i] < 0 || isCategory != (schema.Features[inputs[i]].Kind == ColumnKind.Category)) throw file.Fault($"prepares a column '{name}' that its schema does not have so");
        }

        return inputs;
    }
}
