using Microsoft.AspNetCore.Http;
using Weir.Server.Security.Limits;

namespace Weir.Server.Security;

/// <summary>Who asks.</summary>
/// <param name="Role">What he may do.</param>
/// <param name="Tenant">Whose history, jobs, lists and keys he sees; the name of the tenant.</param>
/// <param name="Name">How the audit log names him: an account, <c>key:NAME</c>, <c>local</c> for this machine without a key, <c>anonymous</c> for another.</param>
internal sealed record Caller(AccessRole Role, string Tenant, string Name)
{
    /// <summary>The tenant that owns the machine: models, feeds, settings and alerts are its.</summary>
    public const string MainTenant = "main";

    /// <summary>Nobody that Weir knows.</summary>
    public static Caller Nobody { get; } = new(AccessRole.Anyone, MainTenant, "nobody");

    /// <summary>Who showed a key that lets nobody in.</summary>
    public static Caller Refused { get; } = new(AccessRole.Anyone, MainTenant, "refused");

    /// <summary>This machine, without a key: it may have subjects judged.</summary>
    public static Caller Local { get; } = new(AccessRole.Check, MainTenant, "local");

    /// <summary>The number of his key; null when he has none.</summary>
    public long? KeyId { get; init; }

    /// <summary>His session; null when he is not logged in.</summary>
    public CallerSession? Session { get; init; }

    /// <summary>What he has used, and how much he may.</summary>
    public Meter Meter { get; init; } = Meter.Free;

    /// <summary>Whether he may do what needs this role.</summary>
    public bool May(AccessRole role) => Role >= role;

    /// <summary>Whether he belongs to the tenant that owns the machine.</summary>
    public bool IsOfMain => Tenant == MainTenant;

    /// <summary>Whether he is on this machine and showed neither key nor session.</summary>
    public bool IsLocal => ReferenceEquals(this, Local);

    /// <summary>The tenant to which reads of keys and accounts are bound; null for an admin of main, who sees all.</summary>
    public string? Bounds => IsOfMain && May(AccessRole.Admin) ? null : Tenant;
}

/// <summary>The session of a caller who is logged in.</summary>
/// <param name="Id">The session.</param>
/// <param name="Account">The account.</param>
internal sealed record CallerSession(long Id, long Account);

/// <summary>The caller of a request.</summary>
internal static class CallerOfRequest
{
    /// <summary>Who asks; nobody until the door has seen him.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Security.Caller.Nobody;

    /// <summary>Tells who asks. A feature, because the items of a request would cost a dictionary each time.</summary>
    public static void Is(this HttpContext context, Caller caller) => context.Features.Set(caller);
}
