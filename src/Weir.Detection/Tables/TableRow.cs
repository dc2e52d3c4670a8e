using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Detection.Tables;

/// <summary>
/// Reads the cells of one row after the other into values. One a thread; nothing is allocated per row. Call <see cref="Clear"/>, then
/// <see cref="Set"/> for each cell there is, then <see cref="MissingColumn"/>.
/// </summary>
public sealed class TableRow
{
    private readonly TableSchema _schema;
    private readonly CellReader[] _readers;
    private readonly CellReader _target;
    private readonly ValueCodes _sides;
    private readonly int[] _places;
    private readonly float[] _values;
    private readonly bool[]? _given;
    private readonly byte[] _bytes;

    /// <summary>Prepares reading by a schema that has no faults.</summary>
    public TableRow(TableSchema schema)
    {
        _schema = schema;
        _readers = [.. schema.Columns.Select(column => new CellReader(column, schema.Missing))];
        _target = new CellReader(new TableColumn { Name = schema.Target.Column, Kind = ColumnKind.Text }, schema.Missing);
        _sides = new ValueCodes([.. schema.Target.Phishing, .. schema.Target.Benign], ignoresCase: true);
        _places = new int[schema.Columns.Count];
        for (int i = 0, next = 0; i < _places.Length; i++) _places[i] = schema.Columns[i].IsFeature ? next++ : -1;
        _values = new float[schema.Features.Count];
        _given = schema.Columns.Any(column => column.IsRequired) ? new bool[_places.Length] : null;
        _bytes = new byte[sizeof(float) * _values.Length];
    }

    /// <summary>One value a feature, in the order of <see cref="TableSchema.Features"/>: NaN = missing, a category is the place of its word.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>What the target says; null before it is set, or when it is missing or unknown.</summary>
    public bool? IsPhishing { get; private set; }

    /// <summary>Begins a row: all values are missing.</summary>
    public void Clear()
    {
        _values.AsSpan().Fill(float.NaN);
        _given?.AsSpan().Clear();
        IsPhishing = null;
    }

    /// <summary>Reads a cell.</summary>
    /// <param name="column">Its place in <see cref="TableSchema.Columns"/>.</param>
    /// <param name="cell">UTF-8 without quotes; blanks around it do not count.</param>
    public CellFault Set(int column, ReadOnlySpan<byte> cell)
    {
        var fault = _readers[column].Read(cell, out var value);
        if (_places[column] is var place and >= 0) _values[place] = value;
        _given?[column] = true;
        return fault;
    }

    /// <summary>Reads the cell of the target.</summary>
    public CellFault SetTarget(ReadOnlySpan<byte> cell)
    {
        cell = CellReader.Trimmed(cell);
        var side = _sides.Of(cell);
        IsPhishing = side < 0 ? null : side < _schema.Target.Phishing.Count;
        if (side >= 0) return CellFault.None;
        return _target.IsMissing(cell) ? CellFault.NoTarget : CellFault.UnknownTarget;
    }

    /// <summary>Whether a cell of a column stands for no value.</summary>
    public bool IsMissing(int column, ReadOnlySpan<byte> cell) => _readers[column].IsMissing(CellReader.Trimmed(cell));

    /// <summary>The place of a column that needs a value and was not set in this row; -1 for none.</summary>
    public int MissingColumn()
    {
        for (var i = 0; i < _given?.Length; i++)
        {
            if (_schema.Columns[i].IsRequired && !_given[i]) return i;
        }

        return -1;
    }

    /// <summary>A number that rows with the same values share, the target left out; equal on every machine.</summary>
    public long Hash() => HashOf(_values, _bytes);

    /// <summary>The same of the values of a row.</summary>
    public static long HashOf(ReadOnlySpan<float> values) => HashOf(values, new byte[sizeof(float) * values.Length]);

    private static long HashOf(ReadOnlySpan<float> values, byte[] bytes)
    {
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), float.IsNaN(values[i]) ? float.NaN : values[i]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
