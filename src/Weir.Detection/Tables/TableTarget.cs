namespace Weir.Detection.Tables;

/// <summary>The column that says what a row is. Several texts may stand for each side; numbers count by their value, words without case.</summary>
public sealed record TableTarget
{
    /// <summary>The name of the column.</summary>
    public required string Column { get; init; }

    /// <summary>Other names under which files carry it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The texts that mean phishing.</summary>
    public required IReadOnlyList<string> Phishing { get; init; }

    /// <summary>The texts that mean benign.</summary>
    public required IReadOnlyList<string> Benign { get; init; }
}
