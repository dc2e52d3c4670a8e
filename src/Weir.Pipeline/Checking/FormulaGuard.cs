namespace Weir.Pipeline.Checking;

/// <summary>
/// Keeps cells from being run as formulas by a spreadsheet: an apostrophe in front, also of a cell that has apostrophes and a formula behind
/// them already, so that it can be taken off again without loss.
/// </summary>
public static class FormulaGuard
{
    /// <summary>Whether a cell begins as a formula does: = + - @, a tab or a carriage return.</summary>
    public static bool Needs(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty || !MayNeed(cell[0])) return false;
        var rest = cell.TrimStart((byte)'\'');
        return !rest.IsEmpty && IsFormula(rest[0]);
    }

    /// <summary>The cell as it was before it was guarded.</summary>
    public static ReadOnlySpan<byte> Unguarded(ReadOnlySpan<byte> cell) => !cell.IsEmpty && cell[0] == '\'' && Needs(cell) ? cell[1..] : cell;

    /// <summary>Quick look at the first byte of a cell; most cells need no other.</summary>
    internal static bool MayNeed(byte first) => first == '\'' || IsFormula(first);

    private static bool IsFormula(byte first) => first is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r';
}
