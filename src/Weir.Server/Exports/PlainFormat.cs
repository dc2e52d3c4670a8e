using System.Text;
using Weir.Detection.Lists;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>One host or address a line; changes have + or - in front.</summary>
internal sealed class PlainFormat : IExportFormat
{
    private bool _isChange;

    public string Name => "plain";

    public string MediaType => "text/plain; charset=utf-8";

    public string Extension => "txt";

    public bool CarriesUrls => true;

    public bool CarriesAll => false;

    public bool CarriesChanges => true;

    public void Begin(StringBuilder to, ExportHead head)
    {
        _isChange = head.Since is not null;
        foreach (var line in head.Lines) to.Append("# ").Append(line).Append('\n');
    }

    public void Add(StringBuilder to, Threat threat)
    {
        var isHost = threat.Scope is ListScope.Host or ListScope.RegistrableDomain;
        // A browser reads more hosts than a list of lines can hold: "*.example" would mean every host there.
        if (isHost ? !HostName.IsHost(threat.Value) : threat.Url.AsSpan().ContainsAnyExceptInRange('!', '~')) return;
        if (_isChange) to.Append(threat.Removed ? '-' : '+');
        to.Append(isHost ? threat.Value : threat.Url).Append('\n');
    }

    public void End(StringBuilder to)
    {
        // A list of lines just ends.
    }
}
