using Weir.Detection;

namespace Weir.Server.Checks;

/// <summary>The body of a check: one subject, or a list of them.</summary>
internal sealed record CheckRequest
{
    /// <summary>The one subject to judge.</summary>
    public string? Subject { get; init; }

    /// <summary>Another name for subject.</summary>
    public string? Url { get; init; }

    /// <summary>Many subjects; answered in this order.</summary>
    public IReadOnlyList<string>? Subjects { get; init; }

    /// <summary>Many subjects, each a text or an object with subject or url; answered in this order.</summary>
    public IReadOnlyList<CheckItem>? Items { get; init; }

    /// <summary>How much reasoning comes along; default top for one subject, none for many.</summary>
    public Explain? Explain { get; init; }

    /// <summary>What kind of subjects these are; url.</summary>
    public Channel? Channel { get; init; }
}

/// <summary>One subject of many.</summary>
/// <param name="Subject">The subject.</param>
internal sealed record CheckItem(string Subject);

/// <summary>The answer to many subjects.</summary>
/// <param name="Verdicts">One verdict for each subject, in the order in which they came.</param>
internal sealed record VerdictList(IReadOnlyList<Verdict> Verdicts);
