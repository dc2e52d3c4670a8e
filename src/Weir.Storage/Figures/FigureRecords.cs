namespace Weir.Storage.Figures;

/// <summary>What is counted by name beside the decisions.</summary>
public enum FigureKind
{
    /// <summary>The kind of phishing.</summary>
    Category = 1,

    /// <summary>low, medium, high or critical.</summary>
    Risk = 2,

    /// <summary>The twentieth of the score, 00 to 19.</summary>
    Score = 3,

    /// <summary>The brand that suspicious and phishing subjects name.</summary>
    Brand = 4,

    /// <summary>The top-level domain of suspicious and phishing subjects.</summary>
    Suffix = 5,
}

/// <summary>How many verdicts of a step of time carried each decision.</summary>
public sealed record FigureStep
{
    /// <summary>When the step begins, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Not judged.</summary>
    public long Undecided { get; init; }

    /// <summary>No sign of phishing.</summary>
    public long Benign { get; init; }

    /// <summary>Suspicious.</summary>
    public long Suspicious { get; init; }

    /// <summary>Phishing.</summary>
    public long Phishing { get; init; }

    /// <summary>Those that carry a score.</summary>
    public long Scored { get; init; }

    /// <summary>The sum of how sure those were: the score or what it leaves to 1, whichever is more.</summary>
    public double Confidence { get; init; }

    /// <summary>All of them.</summary>
    public long All => Undecided + Benign + Suspicious + Phishing;
}

/// <summary>How often a name was counted; the empty name is what came after too many others.</summary>
/// <param name="Name">The name.</param>
/// <param name="Count">How many.</param>
public sealed record FigureName(string Name, long Count)
{
    // SQLite gives no type to a sum over no rows, so the mapper must not ask for a constructor that fits.
    private FigureName()
        : this("", 0)
    {
    }
}

/// <summary>What was called phishing lately.</summary>
public sealed record Threat
{
    /// <summary>Its registrable domain; a number where there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The newest subject, as it was given, cut.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The brand that it names, if any.</summary>
    public string? Brand { get; init; }

    /// <summary>What kind of phishing.</summary>
    public string Category { get; init; } = "none";

    /// <summary>The probability of phishing; null when a list decided.</summary>
    public double? Score { get; init; }

    /// <summary>When it first was, since it last was forgotten, UTC.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When it last was, UTC.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>How often.</summary>
    public long Count { get; init; }
}
