using System.Security.Cryptography;
using System.Text;
using Weir.Detection.Lists;
using Weir.Storage;
using Weir.Storage.Exports;
using Weir.Storage.Settings;

namespace Weir.Server.Exports;

/// <summary>Which entries a list of addresses is to hold.</summary>
internal enum ExportEntries
{
    /// <summary>Hosts and single pages.</summary>
    All,

    /// <summary>Hosts only.</summary>
    Hosts,

    /// <summary>Single pages only.</summary>
    Urls,
}

/// <summary>What is wanted of an export.</summary>
/// <param name="Tenant">Whose list.</param>
/// <param name="Entries">Which entries.</param>
/// <param name="Since">Only what changed after this, microseconds since 1970; null for the whole list.</param>
internal sealed record ExportQuery(string Tenant, ExportEntries Entries = ExportEntries.All, long? Since = null);

/// <summary>Writes the list of threats in a format, a piece at a time and always in the same order.</summary>
internal sealed class ExportRun(WeirStore store, IExportFormat format, ExportQuery query)
{
    private const int PageRows = 5_000;
    private const string InstanceMark = "instance";

    private readonly HashSet<(ListScope, string)> _own = [];

    /// <summary>The head of the export as the list stands now.</summary>
    public ExportHead Head()
    {
        var totals = store.Threats.Totals(query.Tenant);
        return new ExportHead(totals.Changed, totals.Count, query.Since, query.Tenant, Instance(store));
    }

    /// <summary>The text, piece by piece.</summary>
    public IEnumerable<string> Pieces(ExportHead head)
    {
        var text = new StringBuilder();
        format.Begin(text, head);
        foreach (var page in query.Since is { } since ? Changes(since, head.ChangedAt) : Entries())
        {
            foreach (var threat in page) format.Add(text, threat);
            yield return text.ToString();
            text.Clear();
        }

        format.End(text);
        yield return text.ToString();
    }

    /// <summary>A number that this installation makes up once, so that its ids are its own.</summary>
    public static long Instance(WeirStore store)
    {
        if (store.Threats.Writer.Mark(InstanceMark) is var known and not 0) return known;
        store.Threats.Writer.Mark(InstanceMark, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue | 1);
        return store.Threats.Writer.Mark(InstanceMark);
    }

    private IEnumerable<IReadOnlyList<Threat>> Entries()
    {
        ListScope[] hosts = [ListScope.RegistrableDomain, ListScope.Host];
        ListScope[] urls = format.CarriesUrls ? [ListScope.PathPrefix, ListScope.Url] : [];
        ListScope[] scopes = query.Entries switch
        {
            ExportEntries.Hosts => hosts,
            ExportEntries.Urls => urls,
            _ => [.. hosts, .. urls],
        };
        // What a tenant lists itself comes first; what everybody has listed, too, then comes once.
        foreach (var owner in ((string[])[query.Tenant, ListStore.Main, Threat.Everybody]).Distinct())
            foreach (var scope in scopes)
                foreach (var page in Pages(owner, scope)) yield return page;
    }

    private IEnumerable<IReadOnlyList<Threat>> Pages(string owner, ListScope scope)
    {
        var alone = !format.CarriesAll && query.Entries == ExportEntries.All && scope is (ListScope.Url or ListScope.PathPrefix);
        var after = "";
        while (store.Threats.Page(query.Tenant, owner, scope, after, PageRows, alone) is { Count: > 0 } page)
        {
            after = page[^1].Value;
            yield return owner.Length > 0 ? [.. page.Where(threat => _own.Add((threat.Scope, threat.Value)))]
                : _own.Count == 0 ? page : [.. page.Where(threat => !_own.Contains((threat.Scope, threat.Value)))];
        }
    }

    private IEnumerable<IReadOnlyList<Threat>> Changes(long since, long until)
    {
        while (store.Threats.ChangedAfter(query.Tenant, since, PageRows, until) is { Count: > 0 } page)
        {
            since = page[^1].Changed;
            yield return [.. page.Where(IsWanted)];
        }
    }

    private bool IsWanted(Threat threat) => threat.Scope is ListScope.Host or ListScope.RegistrableDomain
        ? query.Entries != ExportEntries.Urls
        : query.Entries != ExportEntries.Hosts && format.CarriesUrls;
}
