namespace Weir.Pipeline.Tables.Predicting;

/// <summary>What the columns are called that judging adds; one that the file has already gets the next free number behind it, such as <c>score_2</c>.</summary>
/// <param name="columns">The columns of the file.</param>
public sealed class AddedNames(IReadOnlyList<string> columns)
{
    /// <summary>Where the row stands in the file; JSON alone has it.</summary>
    public string Line { get; } = Free("line", columns);

    /// <summary>The decision in the words of the table.</summary>
    public string Predicted { get; } = Free("predicted_column", columns);

    /// <summary>The decision.</summary>
    public string Decision { get; } = Free("decision", columns);

    /// <summary>The probability of phishing.</summary>
    public string Score { get; } = Free("score", columns);

    /// <summary>What moved the score.</summary>
    public string Reasons { get; } = Free("reasons", columns);

    /// <summary>Why a row cannot be read.</summary>
    public string Error { get; } = Free("error", columns);

    /// <summary>The names of a form that has one cell a column, in order.</summary>
    public IEnumerable<string> Of(bool hasReasons) => hasReasons ? [Predicted, Decision, Score, Reasons, Error] : [Predicted, Decision, Score, Error];

    private static string Free(string name, IReadOnlyList<string> columns)
    {
        var free = name;
        for (var number = 2; columns.Contains(free, StringComparer.OrdinalIgnoreCase); number++) free = FormattableString.Invariant($"{name}_{number}");
        return free;
    }
}
