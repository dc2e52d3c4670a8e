using Microsoft.AspNetCore.Builder;

namespace Weir.Server.Security;

/// <summary>What a caller must be to reach an endpoint or page. What carries none needs an admin.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsAttribute(AccessRole role) : Attribute
{
    /// <summary>The least role.</summary>
    public AccessRole Role { get; } = role;

    /// <summary>True when only the tenant that owns the machine may: models, feeds, settings, alerts.</summary>
    public bool MainOnly { get; init; }

    /// <summary>True when this machine may without a key, whatever the role.</summary>
    public bool OrLocal { get; init; }
}

/// <summary>Says at the map of an endpoint who may reach it.</summary>
internal static class NeedsConvention
{
    /// <summary>The endpoints need this role.</summary>
    public static T Needs<T>(this T endpoints, AccessRole role, bool mainOnly = false, bool orLocal = false) where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new NeedsAttribute(role) { MainOnly = mainOnly, OrLocal = orLocal });
}
