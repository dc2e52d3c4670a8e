using Weir.Detection.Tables;
using Weir.Learning.Drift;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Pipeline.Tables.Drift;

/// <summary>Rows on one side of a comparison: <c>Columns[feature][row]</c> and a label a row, or none for rows without.</summary>
public readonly record struct DriftSide(float[][] Columns, byte[] Labels)
{
    /// <summary>How many rows.</summary>
    public int Rows => Columns.Length > 0 ? Columns[0].Length : Labels.Length;

    /// <summary>The rows of a table.</summary>
    public static DriftSide Of(TableData data) => new(data.Columns, data.Labels);
}

/// <summary>
/// Compares new rows of a table with those that were learned from, column by column. What counts is the effect (PSI and Jensen-Shannon
/// distance) when it is more than chance among so many columns; the p-value of Kolmogorov and Smirnov stands beside it as information.
/// </summary>
public static class TableDrift
{
    /// <summary>PSI from which a column is notable; by custom.</summary>
    public const double NotablePsi = 0.1;

    /// <summary>PSI from which it has shifted; by custom.</summary>
    public const double ShiftedPsi = 0.25;

    /// <summary>Jensen-Shannon distance that a shift must have too.</summary>
    public const double ShiftedDistance = 0.1;

    /// <summary>Expected share of false ones among the columns that are told.</summary>
    public const double FalseDiscovery = 0.01;

    /// <summary>Compares both sides.</summary>
    /// <exception cref="ArgumentException">A side has another number of columns than the schema has features.</exception>
    public static TableDriftReport Compare(string table, TableSchema schema, DriftSide before, DriftSide now, DateTimeOffset at, CancellationToken ct = default)
    {
        var features = schema.Features;
        if (before.Columns.Length != features.Count || now.Columns.Length != features.Count)
            throw new ArgumentException($"The schema has {features.Count} features; the sides have {before.Columns.Length} and {now.Columns.Length} columns.");
        var found = new List<(TableColumn Column, ColumnDrift Drift)>();
        for (var f = 0; f < features.Count; f++)
        {
            ct.ThrowIfCancellationRequested();
            found.Add((features[f], ReferenceColumn.Of(before.Columns[f]).Compare(now.Columns[f])));
        }

        if (before.Labels.Length == before.Rows && now.Labels.Length == now.Rows)
            found.Add((new TableColumn { Name = schema.Target.Column, Kind = ColumnKind.Category, Values = [schema.Target.Benign[0], schema.Target.Phishing[0]] }, ReferenceColumn.Of(Values(before.Labels)).Compare(Values(now.Labels))));
        var chances = Significance.Adjusted([.. found.Select(one => one.Drift.Effect.Chance)]);
        return new TableDriftReport
        {
            Table = table,
            At = at,
            RowsBefore = before.Rows,
            RowsNow = now.Rows,
            Columns = [.. found.Select((one, i) => Shift(one.Column, one.Drift, chances[i])).OrderByDescending(shift => shift.Level).ThenByDescending(shift => shift.Psi)],
        };
    }

    private static float[] Values(byte[] labels) => Array.ConvertAll(labels, label => (float)label);

    private static ColumnShift Shift(TableColumn column, ColumnDrift drift, double chance) => new(
        column.Name, LevelOf(drift.Effect, chance), drift.Effect.Psi, drift.Effect.JensenShannon, chance, drift.Ks, drift.KsChance, drift.MissingReference,
        drift.MissingCurrent, [.. drift.Bins.Where(ReportPage.IsUsed).Select(bin => new BinShare(Name(column, bin), bin.Reference, bin.Current))]);

    private static DriftLevel LevelOf(BinDrift effect, double chance) => chance > FalseDiscovery || effect.Psi < NotablePsi ? DriftLevel.None
        : effect.Psi >= ShiftedPsi && effect.JensenShannon >= ShiftedDistance ? DriftLevel.Shifted : DriftLevel.Notable;

    // The value of a category is the place of its word.
    private static string Name(TableColumn column, ColumnBin bin) =>
        bin is { Kind: BinKind.Value, To: { } place } && column.Kind == ColumnKind.Category && place >= 0 && place < column.Values.Count ? column.Values[(int)place] : ReportPage.Name(bin);
}
