using Weir.Detection;

namespace Weir.Storage.Verdicts;

/// <summary>Which verdicts of a tenant are wanted; what is null does not matter.</summary>
public sealed record VerdictFilter
{
    /// <summary>Whose verdicts.</summary>
    public required string Tenant { get; init; }

    /// <summary>What kind of subject.</summary>
    public Channel? Channel { get; init; }

    /// <summary>The table whose rows were judged.</summary>
    public string? TableName { get; init; }

    /// <summary>The key of the subject, as in <see cref="VerdictRow.SubjectKey"/>.</summary>
    public long? SubjectKey { get; init; }

    /// <summary>The registrable domain.</summary>
    public string? Domain
    {
        get;
        init => field = VerdictRow.Kept(value);
    }

    /// <summary>The decision.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The category.</summary>
    public string? Category { get; init; }

    /// <summary>The brand, as it is written in the verdict.</summary>
    public string? Brand { get; init; }

    /// <summary>The version that judged.</summary>
    public string? Model { get; init; }

    /// <summary>allow or block.</summary>
    public string? List { get; init; }

    /// <summary>Who asked.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Not before, UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before, UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The least score, 0..1.</summary>
    public double? MinScore { get; init; }

    /// <summary>The greatest score, 0..1.</summary>
    public double? MaxScore { get; init; }
}

/// <summary>A part of what was found, newest first.</summary>
/// <param name="Rows">The rows; there may be fewer than were asked for, and none, although more follow: one look reads a bounded number of rows.</param>
/// <param name="Next">Where to look on; null at the end.</param>
public sealed record VerdictPage(IReadOnlyList<VerdictRow> Rows, long? Next);
