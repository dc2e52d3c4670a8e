using Weir.Pipeline.Evaluation;

namespace Weir.Pipeline.Gates;

/// <summary>What a gate judges: the challenger's report, its comparison with the champion (null without one), and the limits.</summary>
public sealed record GateInput(EvaluationReport Report, Comparison? Comparison, bool IsChampionOld, GateLimits Limits)
{
    /// <summary>Columns of a table that are its target over again.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];
}

/// <summary>The answer of a gate, with the measured figure (null when it could not be measured) and the limit.</summary>
public sealed record GateResult(string Name, bool Passed, double? Measured, double Limit, string Sentence);

/// <summary>One condition that a challenger must meet before it may be promoted.</summary>
public interface IGate
{
    /// <summary>Judges a challenger.</summary>
    public GateResult Judge(GateInput input);
}
