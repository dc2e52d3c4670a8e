using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Makes accounts and sets passwords; what is wrong comes back as one sentence.</summary>
public static class Accounts
{
    private static readonly TimeSpan LinkLasts = TimeSpan.FromHours(24);

    /// <summary>The roles that an account can have, in growing order.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["viewer", "analyst", "admin"];

    /// <summary>Adds an account; null when done, else why not.</summary>
    public static string? Add(WeirStore store, string name, string role, string tenant, string password, string actor) =>
        Fault(store, ref name, role, tenant, password)
        ?? (store.Accounts.Add(new AccountRecord { Name = name, Role = role, Tenant = tenant, Password = PasswordHash.Make(password) }, actor) is null ? $"'{name}' is taken." : null);

    /// <summary>Adds the first account with the token of a link; null when done, else why not.</summary>
    public static string? AddFirst(WeirStore store, string token, string name, string password, out AccountRecord? added)
    {
        added = null;
        if (Fault(store, ref name, "admin", TenantStore.Main, password) is { } fault) return fault;
        var wanted = new AccountRecord { Name = name, Role = "admin", Tenant = TenantStore.Main, Password = PasswordHash.Make(password) };
        added = KeyToken.TryHash(token, out var hash) ? store.Accounts.AddFirst(wanted, hash.ToString()) : null;
        return added is null ? "This link is not good any more. Start `weir serve` again: it prints another while there is no account." : null;
    }

    /// <summary>Sets a password; null when done, else why not.</summary>
    public static string? SetPassword(WeirStore store, AccountRecord account, string password, string actor, long? keptSession = null)
    {
        if (PasswordHash.Fault(password, account.Name) is { } fault) return fault;
        store.Accounts.SetPassword(account.Id, PasswordHash.Make(password), actor, keptSession);
        return null;
    }

    /// <summary>The path of a new link with which the first admin makes his account within 24 hours; null when there is an account. The links before it are gone.</summary>
    public static string? SetupPath(WeirStore store)
    {
        if (store.Accounts.Any()) return null;
        var token = KeyToken.Make();
        store.Accounts.RenewLink(TokenHash.Of(token).ToString(), store.Time.GetUtcNow() + LinkLasts);
        return $"/setup?token={token}";
    }

    internal static bool IsLink(WeirStore store, string token) => KeyToken.TryHash(token, out var hash) && store.Accounts.IsLink(hash.ToString());

    private static string? Fault(WeirStore store, ref string name, string role, string tenant, string password)
    {
        name = name.Trim().ToLowerInvariant();
        if (!AccessNames.IsName(name)) return AccessNames.Wanted("The name");
        if (!Roles.Contains(role)) return "The role is viewer, analyst or admin.";
        return store.Tenants.Find(tenant) is null ? $"No tenant is called '{tenant}'." : PasswordHash.Fault(password, name);
    }
}
