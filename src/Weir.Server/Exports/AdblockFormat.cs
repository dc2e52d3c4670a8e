using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Detection.Lists;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>A filter list for uBlock Origin, AdGuard and Pi-hole: whole hosts, and single pages as documents.</summary>
internal sealed class AdblockFormat : IExportFormat
{
    // Signs with a meaning of their own in filters; an address that holds one cannot be written without meaning something else.
    private static readonly SearchValues<char> Signs = SearchValues.Create("*^|$,# \"<>`{}\\");

    public string Name => "adblock";

    public string MediaType => "text/plain; charset=utf-8";

    public string Extension => "txt";

    public bool CarriesUrls => true;

    public bool CarriesAll => false;

    public bool CarriesChanges => false;

    public void Begin(StringBuilder to, ExportHead head)
    {
        to.Append("[Adblock Plus 2.0]\n! Title: Weir: known phishing\n! Expires: 1 hours\n! Version: ").Append(head.ChangedAt.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var line in head.Lines) to.Append("! ").Append(line).Append('\n');
    }

    public void Add(StringBuilder to, Threat threat)
    {
        if (threat.Scope is ListScope.Host or ListScope.RegistrableDomain)
        {
            if (HostName.IsHost(threat.Value)) to.Append("||").Append(threat.Value).Append("^\n");
            return;
        }

        var start = threat.Url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3 || !HostName.IsHost(threat.Host) || threat.Url.AsSpan(start).ContainsAny(Signs) || threat.Url.AsSpan().ContainsAnyExceptInRange('!', '~') || threat.Url.AsSpan(start).Contains('@')) return;
        to.Append("||").Append(threat.Url, start, threat.Url.Length - start).Append(threat.Scope == ListScope.Url ? "|" : "").Append("$document\n");
    }

    public void End(StringBuilder to)
    {
        // A list of lines just ends.
    }
}
