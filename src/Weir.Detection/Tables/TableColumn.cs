namespace Weir.Detection.Tables;

/// <summary>One column of a table, the target left out.</summary>
public sealed record TableColumn
{
    /// <summary>The longest name in characters.</summary>
    public const int MostName = 200;

    /// <summary>How many words a category may have at most.</summary>
    public const int MostValues = 1000;

    /// <summary>The longest word of a category in characters.</summary>
    public const int MostValue = 200;

    /// <summary>The name in the header, without blanks around it.</summary>
    public required string Name { get; init; }

    /// <summary>What its cells are.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Other names under which files carry the column.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The words of a category, or the two values of a flag.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The least value seen; below it is a warning. Null: not known.</summary>
    public double? Least { get; init; }

    /// <summary>The greatest value seen; above it is a warning. Null: not known.</summary>
    public double? Most { get; init; }

    /// <summary>Texts that stand for no value in this column, besides those of the table.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>True: a row without a value here is kept apart.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True for columns that are learned from.</summary>
    public bool IsFeature => Kind is ColumnKind.Number or ColumnKind.Category or ColumnKind.Flag;
}
