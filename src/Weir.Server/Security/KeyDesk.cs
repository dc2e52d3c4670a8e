using Weir.Server.Problems;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Makes and revokes keys for a caller, within his tenant; one of main in every tenant.</summary>
internal sealed class KeyDesk(KeyRing ring)
{
    /// <summary>Makes a key; null when done, else why not.</summary>
    public Problem? Make(WeirStore store, Caller caller, KeyRecord wanted, out (KeyRecord Record, string Token) made)
    {
        made = default;
        if (!AccessNames.IsName(wanted.Name)) return Problem.BadRequest(AccessNames.Wanted("The name"));
        if (!caller.IsOfMain && wanted.Tenant != caller.Tenant) return new Problem(403, "An admin makes keys of his own tenant only.");
        if (store.Tenants.Find(wanted.Tenant) is null) return Problem.BadRequest("No tenant has this name.");
        if (AccessKeys.Make(store, wanted, caller.Name) is not { } done) return new Problem(409, $"{wanted.Tenant} has a key called '{wanted.Name}' already (upper and lower case count as one). Revoke it, or choose another name.");
        ring.Refresh();
        made = done;
        return null;
    }

    /// <summary>Takes a key back; false when the caller has no such one that works.</summary>
    public bool Revoke(WeirStore store, Caller caller, long id)
    {
        if (!store.Keys.Revoke(id, caller.Bounds, caller.Name)) return false;
        ring.Refresh();
        return true;
    }
}
