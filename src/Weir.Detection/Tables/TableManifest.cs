using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Detection.Tables;

/// <summary>Rows of a column that hold a value, or one up to it.</summary>
/// <param name="UpTo">The value, or the greatest of some.</param>
/// <param name="Rows">Training rows with it.</param>
/// <param name="Phishing">How many of them are phishing.</param>
public sealed record ValueCount(double UpTo, int Rows, int Phishing);

/// <summary>What training rows tell of a column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsExact">True: each count stands for one value; false: for those above the count before it, up to its own.</param>
/// <param name="Counts">By value, ascending.</param>
/// <param name="Importance">Its share of what moves the scores, 0..1.</param>
public sealed record ColumnCounts(string Name, bool IsExact, IReadOnlyList<ValueCount> Counts, double Importance)
{
    /// <summary>The count that a value belongs to; null when it is missing or was never seen.</summary>
    public ValueCount? Of(float value) => float.IsNaN(value) ? null
        : Counts.FirstOrDefault(count => IsExact ? (float)count.UpTo == value : value <= count.UpTo);
}

/// <summary>What the model file of a table says about itself. Free of clocks: the same training gives the same bytes.</summary>
public sealed record TableManifest
{
    /// <summary>The form of such files that this Weir reads and writes.</summary>
    public const string CurrentForm = "table-model-1";

    /// <summary>The form of the file.</summary>
    public required string Form { get; init; }

    /// <summary>Name of the model version: table, end of the data window, hash of data and parameters.</summary>
    public required string Version { get; init; }

    /// <summary>Channel, such as table:phising.</summary>
    public required string Channel { get; init; }

    /// <summary>The fingerprint of the schema.</summary>
    public required string Schema { get; init; }

    /// <summary>The schema of the rows.</summary>
    public required TableSchema Table { get; init; }

    /// <summary>What learned: family and settings.</summary>
    public required string Learner { get; init; }

    /// <summary>What the training rows tell of each column that the model reads.</summary>
    public required IReadOnlyList<ColumnCounts> Columns { get; init; }

    /// <summary>When the first row came, ISO date; null when not known.</summary>
    public string? WindowFrom { get; init; }

    /// <summary>When the last row came.</summary>
    public string? WindowTo { get; init; }

    /// <summary>SHA-256 over the different rows.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>Training rows, each different one once.</summary>
    public required int Rows { get; init; }

    /// <summary>Phishing among them.</summary>
    public required int PhishingRows { get; init; }

    /// <summary>Share of phishing among the training rows: scores are probabilities at it.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Scores above this are phishing.</summary>
    public required double PhishingThreshold { get; init; }

    /// <summary>Scores above this, up to the phishing threshold, are suspicious.</summary>
    public required double SuspiciousThreshold { get; init; }

    /// <summary>Training parameters by name.</summary>
    public required SortedDictionary<string, string> Parameters { get; init; }

    /// <summary>Figures of the cross-validation by name.</summary>
    public SortedDictionary<string, double> Figures { get; init; } = [];

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TableManifestJson.Default.TableManifest);

    /// <summary>Reads a manifest; null when the text is not one.</summary>
    public static TableManifest? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TableManifestJson.Default.TableManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with the parts; null when they fit together. Ends the sentence "The model file X …".</summary>
    internal string? Fault()
    {
        if (Form != CurrentForm) return $"has the form '{Form}'; this Weir reads {CurrentForm}";
        if (Table.Columns.Contains(null!) || Columns.Contains(null!) || Columns.Any(column => column.Counts.Contains(null!)) || Texts().Contains(null!)) return "has a schema with holes";
        if (SchemaFaults.Of(Table) is [var fault, ..]) return $"has a schema that cannot be used ({fault.TrimEnd('.')})";
        if (Table.Fingerprint != Schema) return "has a schema that is not the one of its fingerprint";
        if (TableName.OfChannel(Channel) is null) return "does not name its table";
        return SuspiciousThreshold is > 0 and < 1 && PhishingThreshold < 1 && PhishingThreshold >= SuspiciousThreshold ? null : "has impossible thresholds";
    }

    private IEnumerable<string> Texts() =>
        [.. Table.Missing, .. Table.Target.Aliases, .. Table.Target.Phishing, .. Table.Target.Benign, .. Table.Columns.SelectMany(column => (IEnumerable<string>)[.. column.Aliases, .. column.Values, .. column.Missing])];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TableManifest))]
internal sealed partial class TableManifestJson : JsonSerializerContext;
