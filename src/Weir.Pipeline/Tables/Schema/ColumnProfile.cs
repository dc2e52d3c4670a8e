using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>What the cells of a column are, counted in one pass and bounded memory.</summary>
public sealed class ColumnProfile
{
    private const int MostAddressChecks = 2000;
    private const int MostCheckedBytes = 1000;

    private static readonly MissingMarks Marks = new(TableSchema.UsualMissing);

    private readonly int _mostValues;
    private readonly long[] _faults = new long[CellFaults.Count];
    private readonly (string Cell, long Line)[] _firsts = new (string, long)[CellFaults.Count];
    private readonly Dictionary<byte[], long> _values = new(new Utf8Equality());
    private readonly Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private long _checked;
    private long _addresses;
    private double _last = double.NaN;

    internal ColumnProfile(string name, int mostValues)
    {
        (Name, _mostValues) = (name, mostValues);
        _lookup = _values.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>Cells that were read.</summary>
    public long Cells { get; private set; }

    /// <summary>Cells that stand for no value.</summary>
    public long Missing { get; private set; }

    /// <summary>Cells with a value.</summary>
    public long Present => Cells - Missing;

    /// <summary>Cells that are plain numbers.</summary>
    public long Numbers { get; private set; }

    /// <summary>The least number; NaN without any.</summary>
    public double Least { get; private set; } = double.NaN;

    /// <summary>The greatest number; NaN without any.</summary>
    public double Most { get; private set; } = double.NaN;

    /// <summary>The values with how often each occurs, most frequent first; null when there are too many to list.</summary>
    public IReadOnlyList<(string Value, long Count)>? Values => IsCrowded ? null :
        [.. _values.Select(pair => (Encoding.UTF8.GetString(pair.Key), pair.Value)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Item1, StringComparer.Ordinal)];

    /// <summary>True when the values are too many, or too long, to list.</summary>
    public bool IsCrowded { get; private set; }

    /// <summary>True when each number is one more than that of the row before.</summary>
    public bool IsRising { get; private set; } = true;

    /// <summary>The share of the cells looked at that look like addresses, 0..1.</summary>
    public double AddressShare => _checked == 0 ? 0 : (double)_addresses / _checked;

    /// <summary>How many cells are no number for a reason, or were rounded.</summary>
    public long CountOf(CellFault fault) => _faults[(int)fault];

    /// <summary>The first cell that is no number for a reason.</summary>
    public (string Cell, long Line) FirstOf(CellFault fault) => _firsts[(int)fault];

    /// <summary>The first cell that is no number.</summary>
    internal (string Cell, long Line, CellFault Fault) FirstOdd() => Enum.GetValues<CellFault>().Where(fault => fault.IsError() && CountOf(fault) > 0)
        .Select(fault => (FirstOf(fault).Cell, FirstOf(fault).Line, fault)).OrderBy(first => first.Line).FirstOrDefault();

    internal void Take(ReadOnlySpan<byte> cell, long line)
    {
        Cells++;
        cell = cell.Trim(" \t\r\n"u8);
        if (Marks.Has(cell))
        {
            Missing++;
            return;
        }

        var fault = NumberText.Read(cell, out var number);
        if (fault.IsError()) IsRising = false;
        else TakeNumber(number);
        if (fault != CellFault.None && _faults[(int)fault]++ == 0) _firsts[(int)fault] = (Reading.TableRowReader.Shown(cell), line);
        if (fault.IsError() && _checked < MostAddressChecks) Check(cell);
        if (!IsCrowded) CountValue(cell);
    }

    private void TakeNumber(double number)
    {
        Numbers++;
        Least = number >= Least ? Least : number;
        Most = number <= Most ? Most : number;
        IsRising &= double.IsNaN(_last) || number == _last + 1;
        _last = number;
    }

    private void Check(ReadOnlySpan<byte> cell)
    {
        _checked++;
        if (AddressText.Likeness(Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, MostCheckedBytes)])) > 0) _addresses++;
    }

    private void CountValue(ReadOnlySpan<byte> cell)
    {
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_lookup, cell);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count)) count++;
        else if (_values.Count < _mostValues && cell.Length <= TableColumn.MostValue) _lookup[cell] = 1;
        else
        {
            IsCrowded = true;
            _values.Clear();
            _values.TrimExcess();
        }
    }
}
