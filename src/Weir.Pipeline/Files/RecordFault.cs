namespace Weir.Pipeline.Files;

/// <summary>Why a record cannot be used.</summary>
public enum RecordFault : byte
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Longer than <see cref="RecordReader.MaxRecordBytes"/>; its text is not kept.</summary>
    TooLong,

    /// <summary>A quoted cell that never ends; the record holds the line on which it opened.</summary>
    QuoteNotClosed,

    /// <summary>The packed file ends within this line.</summary>
    CutOff,

    /// <summary>Nothing but spaces.</summary>
    Empty,

    /// <summary>Holds a NUL byte.</summary>
    NulByte,

    /// <summary>More cells than the header names.</summary>
    TooManyCells,

    /// <summary>Fewer cells than the wanted column needs.</summary>
    ColumnMissing,

    /// <summary>A JSON object without the wanted member.</summary>
    MemberMissing,

    /// <summary>Not a JSON object or string.</summary>
    NotJson,

    /// <summary>A JSON object that names a member twice.</summary>
    MemberTwice,

    /// <summary>JSON that is nested deeper than <see cref="RecordFaults.Deepest"/>.</summary>
    TooDeep,

    /// <summary>The header once more, as where files were put one behind the other.</summary>
    HeaderAgain,
}

/// <summary>What people read about a <see cref="RecordFault"/>.</summary>
public static class RecordFaults
{
    /// <summary>How deep a JSON row may be nested.</summary>
    public const int Deepest = 64;

    /// <summary>A short phrase without file and line.</summary>
    public static string Phrase(this RecordFault fault) => fault switch
    {
        RecordFault.None => "",
        RecordFault.TooLong => "longer than 1 MiB",
        RecordFault.QuoteNotClosed => "a quoted cell is not closed",
        RecordFault.CutOff => "cut off: the packed file ends here",
        RecordFault.Empty => "empty line",
        RecordFault.NulByte => "holds a NUL byte",
        RecordFault.TooManyCells => "more cells than the header names",
        RecordFault.ColumnMissing => "fewer cells than the header names",
        RecordFault.MemberMissing => "no member holds the subject",
        RecordFault.NotJson => "not valid JSON",
        RecordFault.MemberTwice => "a member of the object is named twice",
        RecordFault.TooDeep => "nested more than 64 deep",
        RecordFault.HeaderAgain => "the header line again",
        _ => "unreadable",
    };
}
