using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Server.Security;

/// <summary>Makes keys. The key itself is given out once, here, and kept nowhere.</summary>
public static class AccessKeys
{
    /// <summary>The roles that a key can have, in growing order.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["check", "viewer", "analyst", "admin"];

    /// <summary>Makes a key as the record says; null when its tenant has a live key of this name.</summary>
    public static (KeyRecord Record, string Token)? Make(WeirStore store, KeyRecord wanted, string actor)
    {
        var token = KeyToken.Make();
        return store.Keys.Add(wanted with { Hint = KeyToken.Hint(token) }, TokenHash.Of(token).ToString(), actor) is { } added ? (added, token) : null;
    }
}
