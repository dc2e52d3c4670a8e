using Weir.Detection.Tables;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>The rows of a table in memory, column by column, as learners take them. Immutable by agreement.</summary>
public sealed class TableData
{
    private TableData(TableSchema schema) => (Schema, FeatureNames) = (schema, [.. schema.Features.Select(column => column.Name)]);

    /// <summary>By what the rows were read.</summary>
    public TableSchema Schema { get; }

    /// <summary>One name a feature.</summary>
    public string[] FeatureNames { get; }

    /// <summary><c>Columns[feature][row]</c>; NaN = missing, a category is the place of its word in the schema.</summary>
    public float[][] Columns { get; private set; } = [];

    /// <summary>1 for phishing, 0 for benign, one a row.</summary>
    public byte[] Labels { get; private set; } = [];

    /// <summary>The number of each row in the store.</summary>
    public long[] RowIds { get; private set; } = [];

    /// <summary>The load that brought each row.</summary>
    public long[] LoadIds { get; private set; } = [];

    /// <summary>What rows with the same values share, one a row.</summary>
    public long[] Hashes { get; private set; } = [];

    /// <summary>When each row came, Unix seconds.</summary>
    public long[] Times { get; private set; } = [];

    /// <summary>Held rows that the schema cannot read any more; they are left out.</summary>
    public int Unreadable { get; private set; }

    /// <summary>How many rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Reads the rows of a table: all, or those of the loads behind one and up to one.</summary>
    public static TableData Read(WeirStore store, long tableId, TableSchema schema, long afterLoad = 0, long untilLoad = long.MaxValue, CancellationToken ct = default)
    {
        var data = new TableData(schema);
        var row = new TableRow(schema);
        using var cells = new StoredCells(schema);
        var expected = (int)Math.Min(store.Tables.Find(tableId)?.Rows ?? 0, int.MaxValue / 2);
        data.Columns = [.. schema.Features.Select(_ => new float[expected])];
        data.Resize(expected);
        foreach (var stored in store.Tables.Rows.Of(tableId, afterLoad: afterLoad, untilLoad: untilLoad))
        {
            if ((data.Rows & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
            if (cells.Read(stored.Cells, row).IsError() || row.IsPhishing is not { } isPhishing) data.Unreadable++;
            else data.Add(stored, row, isPhishing);
        }

        data.Resize(data.Rows);
        return data;
    }

    private void Add(StoredRow stored, TableRow row, bool isPhishing)
    {
        if (Rows == Labels.Length) Resize(Math.Max(1024, 2 * Rows));
        var values = row.Values;
        for (var f = 0; f < values.Length; f++) Columns[f][Rows] = values[f];
        Labels[Rows] = isPhishing ? (byte)1 : (byte)0;
        (RowIds[Rows], LoadIds[Rows], Hashes[Rows], Times[Rows]) = (stored.Id, stored.LoadId, stored.Hash, stored.At.ToUnixTimeSeconds());
        Rows++;
    }

    private void Resize(int rows)
    {
        for (var f = 0; f < Columns.Length; f++) Columns[f] = Sized(Columns[f], rows);
        (Labels, RowIds, LoadIds, Hashes, Times) = (Sized(Labels, rows), Sized(RowIds, rows), Sized(LoadIds, rows), Sized(Hashes, rows), Sized(Times, rows));
    }

    private static T[] Sized<T>(T[] values, int rows)
    {
        Array.Resize(ref values, rows);
        return values;
    }
}
