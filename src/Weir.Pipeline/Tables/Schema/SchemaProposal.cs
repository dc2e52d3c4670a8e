using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>A column that may be the target.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Reason">Why it may be, in a phrase.</param>
/// <param name="Values">Its values with how often each occurs.</param>
public sealed record TargetCandidate(string Column, string Reason, IReadOnlyList<(string Value, long Count)> Values);

/// <summary>What a person says about a table before a schema is proposed.</summary>
public sealed record ProposalChoice
{
    /// <summary>The target; null: found by its name.</summary>
    public string? Target { get; init; }

    /// <summary>The values that mean phishing; none: found by their meaning.</summary>
    public IReadOnlyList<string> Phishing { get; init; } = [];

    /// <summary>The values that mean benign; none: the other one.</summary>
    public IReadOnlyList<string> Benign { get; init; } = [];

    /// <summary>How sentences name what can be said.</summary>
    public OptionWords Words { get; init; } = OptionWords.CommandLine;

    /// <summary>A schema of the published shape that says which columns there are.</summary>
    public PublishedSchema? Published { get; init; }
}

/// <summary>A schema that was found out from a file, with what a person should know about it.</summary>
public sealed record SchemaProposal
{
    /// <summary>The schema; null when there are faults.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>The file.</summary>
    public required TableProfile Profile { get; init; }

    /// <summary>Columns that may be the target, the likeliest first.</summary>
    public IReadOnlyList<TargetCandidate> Targets { get; init; } = [];

    /// <summary>Why no schema can be proposed, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What was assumed or is odd, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The schema as YAML with what was seen beside each column; null when there are faults.</summary>
    public string? Yaml { get; init; }
}
