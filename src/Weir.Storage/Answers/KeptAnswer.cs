namespace Weir.Storage.Answers;

/// <summary>Names one request: whose it is, where it went, and the key that its sender gave it.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Path">Method and path.</param>
/// <param name="Key">The sender's key.</param>
public sealed record AnswerName(string Tenant, string Path, string Key);

/// <summary>What a request was answered.</summary>
public sealed record KeptAnswer
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>The header Location; null without one.</summary>
    public string? Location { get; init; }

    /// <summary>The header ETag; null without one.</summary>
    public string? ETag { get; init; }

    /// <summary>The header Content-Type; null without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body; null when there was none or when it was not kept.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>What is known of a request when it comes.</summary>
public enum AnswerState
{
    /// <summary>It is new, and whoever asked runs it now.</summary>
    Yours,

    /// <summary>Somebody runs it.</summary>
    Runs,

    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>Another request came under this key.</summary>
    Other,
}

/// <summary>What is known of a request, and its answer when there is one.</summary>
/// <param name="State">What is known.</param>
/// <param name="Answer">The answer when it was answered; else null.</param>
/// <param name="Wait">How long at most until somebody else may run it, when somebody runs it.</param>
public sealed record AnswerFound(AnswerState State, KeptAnswer? Answer = null, TimeSpan Wait = default);
