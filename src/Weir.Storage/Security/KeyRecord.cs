namespace Weir.Storage.Security;

/// <summary>A key of a program, without the key itself, which is kept nowhere.</summary>
public sealed record KeyRecord
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>What it is for; one live key a tenant and name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The beginning of the key, by which its owner knows it again.</summary>
    public string Hint { get; init; } = "";

    /// <summary>check, viewer, analyst or admin.</summary>
    public string Role { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>Until when it works; null without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used last, to the minute or so; null when never.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>When it was taken back; null while it works.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who took it back.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Its own bound of requests a second; null for that of the settings.</summary>
    public double? RequestsASecond { get; init; }

    /// <summary>Its own bound of subjects a day; null for that of the settings.</summary>
    public long? SubjectsADay { get; init; }
}

/// <summary>What it takes to let a key in.</summary>
public sealed record LiveKey
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>What it is for.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key, lower-case hex.</summary>
    public string Hash { get; init; } = "";

    /// <summary>check, viewer, analyst or admin.</summary>
    public string Role { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Until when it works; null without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its own bound of requests a second; null for that of the settings.</summary>
    public double? RequestsASecond { get; init; }

    /// <summary>Its own bound of subjects a day; null for that of the settings.</summary>
    public long? SubjectsADay { get; init; }
}
