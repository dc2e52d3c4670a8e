using System.Text;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>A hosts file that sends each host nowhere (hosts(5)). Addresses of the network have no place in one.</summary>
internal sealed class HostsFormat : IExportFormat
{
    public string Name => "hosts";

    public string MediaType => "text/plain; charset=utf-8";

    public string Extension => "hosts";

    public bool CarriesUrls => false;

    public bool CarriesAll => false;

    public bool CarriesChanges => false;

    public void Begin(StringBuilder to, ExportHead head)
    {
        foreach (var line in head.Lines) to.Append("# ").Append(line).Append('\n');
    }

    public void Add(StringBuilder to, Threat threat)
    {
        if (HostName.IsName(threat.Value)) to.Append("0.0.0.0 ").Append(threat.Value).Append('\n');
    }

    public void End(StringBuilder to)
    {
        // A list of lines just ends.
    }
}
