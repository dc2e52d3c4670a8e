namespace Weir.Evidence.Http;

/// <summary>What is asked of the guarded door, and how much of it may be had.</summary>
public sealed record GuardedRequest
{
    /// <summary>An http or https address.</summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// True when the operator named the address: it is reached as configured, also within the own network, and only redirects to
    /// another place are guarded. False (the default): guarded from the first.
    /// </summary>
    public bool IsConfigured { get; init; }

    /// <summary>GET unless said otherwise; only GET and HEAD follow redirects.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>Headers that go with every hop.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Headers that go only to the place of <see cref="Address"/>, such as keys.</summary>
    public IReadOnlyList<(string Name, string Value)> SecretHeaders { get; init; } = [];

    /// <summary>The body, or null.</summary>
    public HttpContent? Body { get; init; }

    /// <summary>Most bytes of the answer's body; default 128 MiB.</summary>
    public long MaxBytes { get; init; } = 128L << 20;

    /// <summary>Most redirects; default 5.</summary>
    public int MaxHops { get; init; } = 5;

    /// <summary>Longest time in all, body included; default 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time without a byte; default 30 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
