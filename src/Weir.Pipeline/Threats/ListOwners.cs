using Weir.Detection.Lists;
using Weir.Storage;
using Weir.Storage.Settings;

namespace Weir.Pipeline.Threats;

/// <summary>An entry of the lists and the tenant whose it is.</summary>
internal readonly record struct OwnedEntry(string Tenant, ListEntry Entry);

/// <summary>The lists of all tenants.</summary>
internal static class ListOwners
{
    /// <summary>Every entry, expired ones too.</summary>
    public static IEnumerable<OwnedEntry> All(WeirStore store) => store.Lists.All().Select(entry => new OwnedEntry(ListStore.Main, entry))
        .Concat(store.Lists.OfTenants().OrderBy(tenant => tenant.Key, StringComparer.Ordinal).SelectMany(tenant => tenant.Value.Select(entry => new OwnedEntry(tenant.Key, entry))));
}
