using Microsoft.AspNetCore.Http;
using Weir.Server.Security.Limits;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Sessions of people: a cookie with 256 random bits, of which the store keeps the hash. Over after 12 hours without use and after 7 days at the latest.</summary>
internal sealed class SessionDoor(Func<WeirStore?> open, MeterBook meters, TimeProvider time)
{
    private const string Name = "weir";
    private const string SecureName = "__Host-weir";
    private const int LongestAgent = 200;

    private static readonly TimeSpan Idle = TimeSpan.FromHours(12);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    /// <summary>Sessions used after this moment are alive.</summary>
    public DateTimeOffset IdleSince => time.GetUtcNow() - Idle;

    /// <summary>Who is logged in; null when nobody is.</summary>
    public Caller? Find(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("Cookie") || context.Request.Cookies[NameFor(context.Request)] is not { } token) return null;
        if (!KeyToken.TryHash(token, out var hash) || open() is not { } store || store.Sessions.Find(hash.ToString(), IdleSince) is not { } session) return null;
        if (time.GetUtcNow() - session.SeenAt > SeenEvery) store.Sessions.Seen(session.Id);
        return CallerOf(session);
    }

    /// <summary>Begins a session for an account: whoever held a cookie before holds another now.</summary>
    public void Begin(HttpContext context, WeirStore store, long account)
    {
        var token = KeyToken.Make();
        var agent = context.Request.Headers.UserAgent.ToString();
        store.Sessions.Begin(account, TokenHash.Of(token).ToString(), time.GetUtcNow() + Longest, AddressOf(context), agent.Length > LongestAgent ? agent[..LongestAgent] : agent);
        context.Response.Cookies.Append(NameFor(context.Request), token, Options(context.Request));
    }

    /// <summary>Takes the cookie away.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request));

    /// <summary>The address of a caller, as sessions keep it.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    // The prefix binds the cookie to this host and to TLS; without TLS browsers refuse it.
    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    private static CookieOptions Options(HttpRequest request) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, Path = "/", IsEssential = true };

    private Caller CallerOf(SessionRecord session) => new(Enum.Parse<AccessRole>(session.Role, ignoreCase: true), session.Tenant, session.Name)
    {
        Session = new CallerSession(session.Id, session.Account),
        Meter = meters.OfTenant(session.Tenant, session.SubjectsADay) is { } tenant ? new Meter("", default, tenant) : Meter.Free,
    };
}
