namespace Weir.Detection.Tables;

/// <summary>
/// How the rows of a table are read: its columns in order, the target, and what stands for no value. Immutable; check one that a person
/// wrote with <see cref="SchemaFaults.Of"/>.
/// </summary>
public sealed class TableSchema
{
    private IReadOnlyList<TableColumn>? _features;
    private string? _fingerprint;

    /// <summary>How many columns a table may have.</summary>
    public const int MostColumns = 10_000;

    /// <summary>What usually stands for no value, without case; an empty cell always does.</summary>
    public static IReadOnlyList<string> UsualMissing { get; } = ["na", "n/a", "nan", "null", "?", "-"];

    /// <summary>The columns in the order of the file, the target left out.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The column that says what a row is.</summary>
    public required TableTarget Target { get; init; }

    /// <summary>The texts that stand for no value in any column, without case; an empty cell always does.</summary>
    public IReadOnlyList<string> Missing { get; init; } = UsualMissing;

    /// <summary>The columns that are learned from, in order: the values of a row are theirs.</summary>
    public IReadOnlyList<TableColumn> Features => _features ??= [.. Columns.Where(column => column.IsFeature)];

    /// <summary>
    /// SHA-256, lower-case hex, of all that decides what a row means: names, kinds, values, marks, target. Ranges and aliases are left out:
    /// they change no value.
    /// </summary>
    public string Fingerprint => _fingerprint ??= SchemaFingerprint.Of(this);

    /// <summary>The place of a column by its exact name; -1 when there is none.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name.Equals(column, StringComparison.Ordinal)) return i;
        }

        return -1;
    }
}
