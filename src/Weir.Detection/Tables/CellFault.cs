namespace Weir.Detection.Tables;

/// <summary>What is wrong with a cell. The first ones keep the row apart, those from <see cref="OutOfRange"/> on only warn.</summary>
public enum CellFault : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Words where a number belongs.</summary>
    NotNumber,

    /// <summary>A comma within a number.</summary>
    Comma,

    /// <summary>A number that no single-precision value holds.</summary>
    TooLarge,

    /// <summary>Infinity, or not a number by name.</summary>
    NotFinite,

    /// <summary>A hexadecimal number.</summary>
    Hexadecimal,

    /// <summary>A date where a number belongs.</summary>
    Date,

    /// <summary>No value in a column that needs one.</summary>
    Required,

    /// <summary>No value in the target.</summary>
    NoTarget,

    /// <summary>A value of the target that means neither phishing nor benign.</summary>
    UnknownTarget,

    /// <summary>Outside the range of the schema; the number is taken.</summary>
    OutOfRange,

    /// <summary>A word that the schema does not list; counts as missing.</summary>
    UnknownValue,

    /// <summary>A whole number with more digits than can be kept; rounded.</summary>
    Rounded,
}

/// <summary>What people read about a <see cref="CellFault"/>.</summary>
public static class CellFaults
{
    /// <summary>How many there are.</summary>
    public const int Count = (int)CellFault.Rounded + 1;

    /// <summary>True when the row cannot be used.</summary>
    public static bool IsError(this CellFault fault) => fault is > CellFault.None and < CellFault.OutOfRange;

    /// <summary>A phrase that goes behind the quoted cell.</summary>
    public static string Phrase(this CellFault fault) => fault switch
    {
        CellFault.NotNumber => "is not a number",
        CellFault.Comma => "holds a comma; write numbers with a point and nothing between thousands, as 1234.5",
        CellFault.TooLarge => "is beyond the largest number that can be kept (3.4e38)",
        CellFault.NotFinite => "is not a finite number",
        CellFault.Hexadecimal => "is hexadecimal; write it as a decimal number",
        CellFault.Date => "is a date, not a number",
        CellFault.Required => "is missing, and the column needs a value in each row",
        CellFault.NoTarget => "is missing, and a row without its target cannot be learned from",
        CellFault.UnknownTarget => "means neither phishing nor benign by the schema",
        CellFault.OutOfRange => "is outside the range of the schema; it is taken as it is",
        CellFault.UnknownValue => "is no value of the schema; it counts as missing",
        CellFault.Rounded => "has more digits than can be kept; it is rounded",
        _ => "",
    };
}
