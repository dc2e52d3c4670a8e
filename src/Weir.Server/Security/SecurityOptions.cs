using Weir.Server.Security.Limits;

namespace Weir.Server.Security;

/// <summary>How the server guards itself.</summary>
public sealed record SecurityOptions
{
    /// <summary>What each key may unless it says otherwise; default without bounds.</summary>
    internal MeterLimits KeyLimits { get; init; }

    /// <summary>What each address may that shows no key; default 20 requests a second, 100 at once, 20,000 subjects a day. This machine has no bounds.</summary>
    internal MeterLimits AnonymousLimits { get; init; } = new(20, 100, 20_000);
}
