using System.Text;

namespace Weir.Detection.Tables;

/// <summary>The texts that stand for no value, without case. Immutable; nothing is allocated per cell.</summary>
public sealed class MissingMarks
{
    private readonly byte[][] _marks;
    private readonly bool[] _starts = new bool[256];
    private readonly int _longest;

    /// <summary>Takes the texts; an empty cell needs none.</summary>
    public MissingMarks(IEnumerable<string> marks)
    {
        _marks = [.. marks.Where(mark => mark.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Select(Encoding.UTF8.GetBytes)];
        foreach (var mark in _marks) _starts[char.ToLowerInvariant((char)mark[0]) & 0xFF] = _starts[char.ToUpperInvariant((char)mark[0]) & 0xFF] = _starts[mark[0]] = true;
        _longest = _marks.Length == 0 ? 0 : _marks.Max(mark => mark.Length);
    }

    /// <summary>Whether a cell without blanks around it stands for no value.</summary>
    public bool Has(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty) return true;
        if (cell.Length > _longest || !_starts[cell[0]]) return false;
        foreach (var mark in _marks)
        {
            if (cell.Length == mark.Length && (cell.SequenceEqual(mark) || Ascii.EqualsIgnoreCase(cell, mark))) return true;
        }

        return false;
    }
}
