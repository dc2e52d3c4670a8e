using System.Text.Json;
using System.Text.Json.Serialization;
using YamlDotNet.Serialization;

namespace Weir.Pipeline.Tables.Drift;

/// <summary>New rows of a table beside those that its model learned from.</summary>
public sealed record TableDriftReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Rows that were learned from.</summary>
    public required int RowsBefore { get; init; }

    /// <summary>New rows.</summary>
    public required int RowsNow { get; init; }

    /// <summary>The columns, those that moved most first; the target, in the first word of each side, is one of them.</summary>
    public required IReadOnlyList<ColumnShift> Columns { get; init; }

    /// <summary>How many have shifted.</summary>
    public int Shifted => Columns.Count(column => column.Level == DriftLevel.Shifted);

    /// <summary>What a person should know, in a sentence.</summary>
    public string Sentence => (RowsBefore, RowsNow, Shifted) switch
    {
        (0, _, _) => $"No rows of {Table} were learned from yet: there is nothing to compare with.",
        (_, 0, _) => $"No rows of {Table} came since it was learned: there is nothing to compare.",
        (_, _, 0) => FormattableString.Invariant($"No column of {Table} has shifted: {RowsNow:N0} new rows beside {RowsBefore:N0}."),
        _ => FormattableString.Invariant($"{Shifted} of {Columns.Count} columns of {Table} have shifted in {RowsNow:N0} new rows: {string.Join(", ", Columns.Take(Math.Min(3, Shifted)).Select(column => FormattableString.Invariant($"{column.Column} (PSI {column.Psi:F2})")))}."),
    };

    /// <summary>The report as JSON.</summary>
    public string Json() => JsonSerializer.Serialize(this, Options);

    /// <summary>The shape that such projects keep: <c>column: {p_value, drift_status}</c>, by the name of the column.</summary>
    public string Yaml() => new SerializerBuilder().WithQuotingNecessaryStrings().Build().Serialize(
        Columns.OrderBy(column => column.Column, StringComparer.Ordinal).ToDictionary(
            column => column.Column, column => new Dictionary<string, object> { ["p_value"] = column.PValue, ["drift_status"] = column.IsUnlikely }));
}
