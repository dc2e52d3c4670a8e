using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Storage.Tables;

namespace Weir.Pipeline.Tables;

/// <summary>How a file is to be loaded.</summary>
public sealed record TableLoadOptions
{
    /// <summary>The table; made when it is not there.</summary>
    public required string Table { get; init; }

    /// <summary>Who loads.</summary>
    public required string Actor { get; init; }

    /// <summary>What the file is called; null: the name of the path without its folders.</summary>
    public string? Source { get; init; }

    /// <summary>How the file is written.</summary>
    public TableFileChoice File { get; init; } = new();

    /// <summary>A schema as YAML for a table that is not there; null: found out.</summary>
    public string? Schema { get; init; }

    /// <summary>The target, for a table that is not there; null: found by its name.</summary>
    public string? Target { get; init; }

    /// <summary>The values that mean phishing, for a table that is not there; none: found by their meaning.</summary>
    public IReadOnlyList<string> Phishing { get; init; } = [];

    /// <summary>The values that mean benign, for a table that is not there; none: the other one.</summary>
    public IReadOnlyList<string> Benign { get; init; } = [];

    /// <summary>True: everything is checked and nothing is stored.</summary>
    public bool IsTrial { get; init; }

    /// <summary>False: a table that is not there is a refusal.</summary>
    public bool MayCreate { get; init; } = true;
}

/// <summary>What became of a file.</summary>
public enum TableLoadOutcome
{
    /// <summary>Its rows are held.</summary>
    Loaded,

    /// <summary>The same content was loaded before; nothing changed.</summary>
    Known,

    /// <summary>It would have been loaded; nothing is stored.</summary>
    Tried,

    /// <summary>It cannot be loaded; nothing is stored.</summary>
    Refused,

    /// <summary>Another load of the table runs; nothing is stored.</summary>
    Busy,
}

/// <summary>What became of a file, with all that a person should know.</summary>
public sealed record TableLoadResult
{
    /// <summary>What became of it.</summary>
    public required TableLoadOutcome Outcome { get; init; }

    /// <summary>One sentence, or one a fault.</summary>
    public required string Sentence { get; init; }

    /// <summary>The load with its counts; for a trial what they would be; null for a refusal.</summary>
    public TableLoad? Load { get; init; }

    /// <summary>True when the table was made by this load.</summary>
    public bool IsNewTable { get; init; }

    /// <summary>The schema that the rows were read by; null when there is none.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>What was found out about a file for a table that was not there; null for other tables.</summary>
    public SchemaProposal? Proposal { get; init; }

    /// <summary>What was assumed or is odd, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The first rows that were, or would be, kept apart.</summary>
    public IReadOnlyList<TableReject> Rejects { get; init; } = [];
}
