using Microsoft.AspNetCore.Http;

namespace Weir.Server.Security;

/// <summary>Who asks.</summary>
/// <param name="Role">What he may do.</param>
/// <param name="Tenant">Whose history, jobs, lists and keys he sees; the name of the tenant.</param>
/// <param name="Name">How the audit log names him: an account, <c>key:NAME</c>, or <c>local</c> for this machine without a key.</param>
internal sealed record Caller(AccessRole Role, string Tenant, string Name)
{
    /// <summary>The tenant that owns the machine: models, feeds, settings and alerts are its.</summary>
    public const string MainTenant = "main";

    /// <summary>Nobody that Weir knows.</summary>
    public static Caller Nobody { get; } = new(AccessRole.Anyone, MainTenant, "nobody");

    /// <summary>This machine, without a key.</summary>
    public static Caller Local { get; } = new(AccessRole.Admin, MainTenant, "local");

    /// <summary>Whether he may do what needs this role.</summary>
    public bool May(AccessRole role) => Role >= role;

    /// <summary>Whether he belongs to the tenant that owns the machine.</summary>
    public bool IsOfMain => Tenant == MainTenant;
}

/// <summary>The caller of a request.</summary>
internal static class CallerOfRequest
{
    private static readonly object Key = new();

    /// <summary>Who asks; known once the door has seen him.</summary>
    public static Caller Caller(this HttpContext context) => context.Items.TryGetValue(Key, out var caller) ? (Caller)caller! : Security.Caller.Local;

    /// <summary>Tells who asks.</summary>
    public static void Is(this HttpContext context, Caller caller) => context.Items[Key] = caller;
}
