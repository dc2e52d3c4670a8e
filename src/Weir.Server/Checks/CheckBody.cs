using Weir.Detection;
using Weir.Server.Problems;

namespace Weir.Server.Checks;

/// <summary>A check as it was read: the one subject, or many, or what is wrong with the body.</summary>
internal readonly record struct CheckBody
{
    /// <summary>The one subject; meaningless when there are many.</summary>
    public CheckSubject One { get; init; }

    /// <summary>Many subjects; null when there is one.</summary>
    public List<CheckSubject>? Many { get; init; }

    /// <summary>How much reasoning is wanted; null when the request does not say.</summary>
    public Explain? Explain { get; init; }

    /// <summary>Why the body cannot be answered; null when it can.</summary>
    public Problem? Problem { get; init; }

    /// <summary>A body that cannot be answered.</summary>
    public static CheckBody Refused(Problem problem) => new() { Problem = problem };
}

/// <summary>One subject of a check.</summary>
/// <param name="Text">The subject; what could be read of it when there is a fault.</param>
/// <param name="Fault">Why it cannot be judged, in one sentence; null when it can.</param>
internal readonly record struct CheckSubject(string Text, string? Fault)
{
    /// <summary>An item that is no subject at all.</summary>
    public static CheckSubject NotText { get; } = new("", "The item is not a text and has no member 'subject' or 'url' that is one.");

    /// <summary>A JSON text that no sequence of characters stands for.</summary>
    public static CheckSubject NotUnicode { get; } = new("", "The subject is not valid Unicode text.");
}
