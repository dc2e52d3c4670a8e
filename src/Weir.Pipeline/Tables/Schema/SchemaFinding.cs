namespace Weir.Pipeline.Tables.Schema;

/// <summary>What the columns of a file, held against a schema, show.</summary>
public enum SchemaFindingKind
{
    /// <summary>The file lacks a column that is learned from, or the target: it cannot be read.</summary>
    Missing,

    /// <summary>The file lacks a column that is only kept.</summary>
    MissingKept,

    /// <summary>The file lacks a column, and has another that may be the same under a new name.</summary>
    Renamed,

    /// <summary>The file has a column that the schema does not know; it is left out.</summary>
    Unknown,

    /// <summary>The file has the column under another of its names, or written in other letters.</summary>
    Alias,
}

/// <summary>One finding about one column.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Column">The column of the schema, or of the file when the schema does not know it.</param>
/// <param name="Sentence">For a person, with the way out.</param>
public sealed record SchemaFinding(SchemaFindingKind Kind, string Column, string Sentence)
{
    /// <summary>True when the file cannot be read by the schema.</summary>
    public bool IsError => Kind is SchemaFindingKind.Missing or SchemaFindingKind.Renamed;
}
