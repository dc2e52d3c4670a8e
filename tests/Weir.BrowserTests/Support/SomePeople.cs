using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.BrowserTests.Support;

/// <summary>Accounts, keys and tenants, with names that no door would let in.</summary>
internal static class SomePeople
{
    /// <summary>Fills the store.</summary>
    public static void Fill(WeirStore store)
    {
        store.Tenants.Add("acme", 50_000, SomeWorld.Hostile);
        store.Tenants.Add("gone.example", null, "anna");
        store.Tenants.SetDisabled("gone.example", true, "anna");
        store.Accounts.Add(new AccountRecord { Name = SomeWorld.Hostile, Role = "viewer", Tenant = "acme", Password = "none" }, SomeWorld.Hostile);
        store.Accounts.Add(new AccountRecord { Name = new string('n', 200), Role = "analyst", Tenant = "main", Password = "none" }, "anna");
        store.Keys.Add(new KeyRecord { Name = SomeWorld.Hostile, Hint = "weir_<b>", Role = "check", Tenant = "acme" }, new string('a', 64), SomeWorld.Hostile);
        store.Keys.Add(new KeyRecord { Name = "ended", Hint = "weir_abcde", Role = "admin", Tenant = "main", ExpiresAt = store.Time.GetUtcNow().AddDays(-1) }, new string('b', 64), "anna");
    }
}
