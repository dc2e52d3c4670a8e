using System.Text;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>A way to write down threats. Text is written in pieces, so that no list is ever held whole.</summary>
internal interface IExportFormat
{
    /// <summary>Its name, as in the address.</summary>
    public string Name { get; }

    /// <summary>The media type of what it writes.</summary>
    public string MediaType { get; }

    /// <summary>The ending of a file of it, without the dot.</summary>
    public string Extension { get; }

    /// <summary>True when it can carry addresses of single pages, not only hosts.</summary>
    public bool CarriesUrls { get; }

    /// <summary>True when it lists single pages also where their whole host is listed.</summary>
    public bool CarriesAll { get; }

    /// <summary>True when it can say what was added and removed since a time.</summary>
    public bool CarriesChanges { get; }

    /// <summary>What stands before the entries.</summary>
    public void Begin(StringBuilder to, ExportHead head);

    /// <summary>One entry; what the format cannot carry is left out.</summary>
    public void Add(StringBuilder to, Threat threat);

    /// <summary>What stands behind the entries.</summary>
    public void End(StringBuilder to);
}

/// <summary>What is told about an export in front of its entries.</summary>
/// <param name="ChangedAt">When the list last changed, microseconds since 1970; 0 when it never held anything.</param>
/// <param name="Count">How many threats are on the list; formats that carry hosts only hold fewer.</param>
/// <param name="Since">Since when changes are told, microseconds; null for the whole list.</param>
/// <param name="Tenant">Whose list it is.</param>
/// <param name="Instance">A number that this installation made up once.</param>
internal sealed record ExportHead(long ChangedAt, long Count, long? Since, string Tenant, long Instance)
{
    /// <summary>The lines that every format with comments begins with.</summary>
    public IReadOnlyList<string> Lines =>
    [
        $"Weir: phishing that is known to this server{(Since is { } since ? $", what changed since {Stamp.Text(since)}" : "")}",
        $"changed: {Stamp.Text(ChangedAt)}",
        $"on the list: {Count}",
        "Made from the feeds, labels and lists of this installation; their terms hold for passing it on.",
    ];
}
