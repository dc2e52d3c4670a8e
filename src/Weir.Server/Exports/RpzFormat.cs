using System.Globalization;
using System.Text;
using Weir.Detection.Lists;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>A response policy zone: every listed name, and every answer with a listed IPv4 address, becomes NXDOMAIN. Its names are relative, so any name of zone will do.</summary>
internal sealed class RpzFormat : IExportFormat
{
    public string Name => "rpz";

    public string MediaType => "text/dns; charset=utf-8";

    public string Extension => "zone";

    public bool CarriesUrls => false;

    public bool CarriesAll => false;

    public bool CarriesChanges => false;

    public void Begin(StringBuilder to, ExportHead head)
    {
        foreach (var line in head.Lines) to.Append("; ").Append(line).Append('\n');
        // Seconds since 1970 rise with every change, and fit a serial until 2106; zone transfers compare them (RFC 1982).
        var serial = Math.Max(1, Stamp.Seconds(head.ChangedAt + 999_999));
        to.Append("$TTL 300\n@ IN SOA localhost. hostmaster.localhost. ").Append(serial.ToString(CultureInfo.InvariantCulture)).Append(" 3600 600 604800 300\n@ IN NS localhost.\n");
    }

    public void Add(StringBuilder to, Threat threat)
    {
        if (HostName.IsIPv4(threat.Value)) to.Append("32.").AppendJoin('.', threat.Value.Split('.').Reverse()).Append(".rpz-ip CNAME .\n");
        // A name that ends so would be a rule about numbers or name servers.
        if (!HostName.IsName(threat.Value) || threat.Value[(threat.Value.LastIndexOf('.') + 1)..].StartsWith("rpz-", StringComparison.Ordinal)) return;
        to.Append(threat.Value).Append(" CNAME .\n");
        if (threat.Scope == ListScope.RegistrableDomain) to.Append("*.").Append(threat.Value).Append(" CNAME .\n");
    }

    public void End(StringBuilder to)
    {
        // A zone just ends.
    }
}
