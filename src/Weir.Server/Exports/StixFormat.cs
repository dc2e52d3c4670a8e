using System.Globalization;
using System.Text;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>A STIX 2.1 bundle.</summary>
internal sealed class StixFormat : IExportFormat
{
    private readonly JsonPiece _piece = new();
    private StixObjects _objects = new(0);

    public string Name => "stix";

    public string MediaType => StixObjects.MediaType;

    public string Extension => "json";

    public bool CarriesUrls => true;

    public bool CarriesAll => true;

    public bool CarriesChanges => true;

    public void Begin(StringBuilder to, ExportHead head)
    {
        _objects = new StixObjects(head.Instance);
        var id = _objects.Id(string.Create(CultureInfo.InvariantCulture, $"bundle {head.Tenant} {head.ChangedAt} {head.Since}"));
        to.Append("{\"type\":\"bundle\",\"id\":\"bundle--").Append(id).Append("\",\"objects\":[\n");
        _piece.Write(to, StixObjects.WriteMarking).Append(",\n");
        _piece.Write(to, _objects.WriteIdentity);
    }

    public void Add(StringBuilder to, Threat threat) => _piece.Write(to.Append(",\n"), json => _objects.WriteIndicator(json, threat));

    public void End(StringBuilder to) => to.Append("\n]}\n");
}
