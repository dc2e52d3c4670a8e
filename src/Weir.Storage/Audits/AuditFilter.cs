using System.Globalization;

namespace Weir.Storage.Audits;

/// <summary>Which entries of the audit log are wanted; what is null leaves nothing out.</summary>
public sealed record AuditFilter
{
    /// <summary>Who did it, exactly.</summary>
    public string? Actor { get; init; }

    /// <summary>What was done, exactly, such as list.add; or a family of it, such as list.</summary>
    public string? Action { get; init; }

    /// <summary>A part of what it was done to, in any case.</summary>
    public string? Subject { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Entries with smaller numbers than this.</summary>
    public long? Before { get; init; }

    /// <summary>Most entries; default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Reads a day or a moment since 1970; one without an offset is in UTC.</summary>
    public static bool TryReadTime(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at) && at.Year > 1969;
}
