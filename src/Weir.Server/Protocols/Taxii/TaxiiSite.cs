using Weir.Server.Exports;
using Weir.Storage;

namespace Weir.Server.Protocols.Taxii;

/// <summary>What one tenant finds behind the TAXII address.</summary>
internal sealed class TaxiiSite(WeirStore store, string tenant)
{
    /// <summary>The store.</summary>
    public WeirStore Store => store;

    /// <summary>Whose collection it is.</summary>
    public string Tenant => tenant;

    /// <summary>Writes its objects.</summary>
    public StixObjects Objects { get; } = new(ExportRun.Instance(store));

    /// <summary>The id of the collection.</summary>
    public string Collection => Objects.Id($"collection {tenant}").ToString();

    /// <summary>The collection as TAXII describes it.</summary>
    public object Description => new
    {
        id = Collection,
        title = "Known phishing",
        description = "An indicator for each threat on the list; what was taken off is revoked.",
        can_read = true,
        can_write = false,
        media_types = (string[])[StixObjects.MediaType],
    };
}
