using Weir.Server.Problems;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Changes accounts, and never locks everybody out.</summary>
internal static class AccountDesk
{
    /// <summary>Sets role, refusal and, when one is given, the password; null when done.</summary>
    public static Problem? Change(WeirStore store, Caller caller, AccountRecord account, string role, bool disabled, string? password)
    {
        if (caller.Session?.Account == account.Id && (disabled || role != account.Role)) return new Problem(409, "Your own role and account are changed by another admin only.");
        if ((disabled || role != "admin") && IsLastAdmin(store, account)) return new Problem(409, "This is the last admin of main. Make another first.");
        if (password is not null && Accounts.SetPassword(store, account, password, caller.Name) is { } fault) return Problem.BadRequest(fault);
        if (role != account.Role || disabled != (account.DisabledAt is not null)) store.Accounts.Change(account.Id, caller.Bounds, role, disabled, caller.Name);
        return null;
    }

    private static bool IsLastAdmin(WeirStore store, AccountRecord account) => account is { Role: "admin", DisabledAt: null, Tenant: TenantStore.Main }
        && !store.Accounts.Page(TenantStore.Main, null, 10_000).Any(other => other.Id != account.Id && other is { Role: "admin", DisabledAt: null });
}
