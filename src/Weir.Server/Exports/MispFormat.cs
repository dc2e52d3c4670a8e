using System.Text;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>One MISP event that holds all threats, or the file of one day's event in the feed.</summary>
/// <param name="day">What the event is called; null for the one that holds all.</param>
internal sealed class MispFormat(string? day = null) : IExportFormat
{
    private readonly JsonPiece _piece = new();
    private MispObjects _objects = new(0);
    private bool _isFirst = true;

    public string Name => "misp";

    public string MediaType => "application/json";

    public string Extension => "json";

    public bool CarriesUrls => true;

    public bool CarriesAll => true;

    public bool CarriesChanges => true;

    /// <summary>What an event is called.</summary>
    public static string Info(string? day) => day is null ? "Weir: phishing known now" : $"Weir: phishing first listed on {day}";

    public void Begin(StringBuilder to, ExportHead head)
    {
        _objects = new MispObjects(head.Instance);
        var name = day ?? "all";
        _piece.Write(to.Append("{\"Event\":"), json =>
        {
            json.WriteStartObject();
            _objects.WriteHead(json, Info(day), day is null ? head.ChangedAt : Stamp.Read(day) ?? head.ChangedAt, head.ChangedAt);
            MispObjects.WriteRest(json, _objects.Event(head.Tenant, name), head.ChangedAt);
            json.WriteEndObject();
        });
        // The attributes follow as the last member of the object that was just closed.
        to.Length--;
        to.Append(",\"Attribute\":[\n");
    }

    public void Add(StringBuilder to, Threat threat)
    {
        if (!_isFirst) to.Append(",\n");
        _isFirst = false;
        _piece.Write(to, json => _objects.WriteAttribute(json, threat));
    }

    public void End(StringBuilder to) => to.Append("\n]}}\n");
}
