namespace Weir.Detection.Tables;

/// <summary>What the cells of a column are, and so how they are learned from.</summary>
public enum ColumnKind
{
    /// <summary>A number; its size counts.</summary>
    Number,

    /// <summary>One of some words; the value is the place of the word in the list of the column.</summary>
    Category,

    /// <summary>One of two values: numbers stay numbers, words become 0 and 1 in the order of the list.</summary>
    Flag,

    /// <summary>Free text: kept with the row, not learned from.</summary>
    Text,

    /// <summary>Kept with the row, never learned from: row numbers, addresses.</summary>
    Ignored,
}
