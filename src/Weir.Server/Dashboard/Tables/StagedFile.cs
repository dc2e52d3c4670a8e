using System.Text.Json;

namespace Weir.Server.Dashboard.Tables;

/// <summary>A file that a person sent and that waits on the disk until it is said what becomes of it; kept for a day.</summary>
internal sealed record StagedFile
{
    /// <summary>Its number, which nobody can guess.</summary>
    public required string Id { get; init; }

    /// <summary>What it was called.</summary>
    public required string Name { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>Who sent it.</summary>
    public required string Actor { get; init; }

    /// <summary>Of which tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>For which table.</summary>
    public required string Table { get; init; }

    /// <summary>The rows it holds are to be judged, not loaded.</summary>
    public bool IsToJudge { get; init; }

    /// <summary>The rows it holds are to be compared, not loaded.</summary>
    public bool IsToCompare { get; init; }

    /// <summary>The target that was chosen; null: found out.</summary>
    public string? Target { get; init; }

    /// <summary>The values that were said to mean phishing, divided by commas; null: found out.</summary>
    public string? Phishing { get; init; }

    /// <summary>The values that were said to mean benign, divided by commas; null: the other one.</summary>
    public string? Benign { get; init; }

    /// <summary>A schema as YAML that takes the place of the one that was found.</summary>
    public string? Yaml { get; init; }

    /// <summary>What became of it, in one sentence; null while it waits.</summary>
    public string? Done { get; init; }

    /// <summary>What was assumed when it was loaded.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>For judged rows: the columns of the file.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>For judged rows: how many there are.</summary>
    public long Rows { get; init; }

    /// <summary>For judged rows: the version that judged them.</summary>
    public string? Version { get; init; }

    /// <summary>For judged rows: whether the files of the result give reasons.</summary>
    public bool HasReasons { get; init; }

    /// <summary>For judged rows: how many were called phishing, suspicious, benign, unknown.</summary>
    public IReadOnlyDictionary<string, long> Decisions { get; init; } = new Dictionary<string, long>();

    /// <summary>For judged rows: how long that took in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The record as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads a record; null when it is none.</summary>
    public static StagedFile? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<StagedFile>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
