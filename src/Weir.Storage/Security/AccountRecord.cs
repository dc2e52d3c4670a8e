namespace Weir.Storage.Security;

/// <summary>A person who may log in.</summary>
public sealed record AccountRecord
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>The name with which he logs in, in lower case.</summary>
    public string Name { get; init; } = "";

    /// <summary>viewer, analyst or admin.</summary>
    public string Role { get; init; } = "";

    /// <summary>Whose he is.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The hash of his password with its parameters; never shown.</summary>
    public string Password { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>Since when it is refused; null while it works.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The last log-in.</summary>
    public DateTimeOffset? LoginAt { get; init; }

    /// <summary>Failed tries since the last log-in.</summary>
    public int Failures { get; init; }

    /// <summary>The last of them.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>The encrypted secret of his authenticator; null without one. Never shown.</summary>
    public string? TotpSecret { get; init; }
}

/// <summary>Somebody who is logged in on one browser.</summary>
public sealed record SessionRecord
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>The account.</summary>
    public long Account { get; init; }

    /// <summary>The name of the account.</summary>
    public string Name { get; init; } = "";

    /// <summary>The role of the account.</summary>
    public string Role { get; init; } = "";

    /// <summary>The tenant of the account.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Most subjects a day of the tenant; null without a bound.</summary>
    public long? SubjectsADay { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was used last, to the minute.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>From which address it began.</summary>
    public string Address { get; init; } = "";

    /// <summary>What the browser called itself.</summary>
    public string Agent { get; init; } = "";
}
