using System.Globalization;
using System.Text;
using Weir.Detection.Lists;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>A table with one threat a row, which no spreadsheet takes for formulas.</summary>
internal sealed class CsvFormat : IExportFormat
{
    private bool _isChange;

    public string Name => "csv";

    public string MediaType => "text/csv; charset=utf-8; header=present";

    public string Extension => "csv";

    public bool CarriesUrls => true;

    public bool CarriesAll => true;

    public bool CarriesChanges => true;

    public void Begin(StringBuilder to, ExportHead head)
    {
        _isChange = head.Since is not null;
        to.Append("type,value,host,domain,origin,confidence,first_seen,listed_at,changed_at,expires").Append(_isChange ? ",action" : "").Append('\n');
    }

    public void Add(StringBuilder to, Threat threat)
    {
        var isName = threat.Scope is ListScope.Host or ListScope.RegistrableDomain;
        Cell(to, Type(threat.Scope));
        Cell(to.Append(','), isName ? threat.Value : threat.Url);
        Cell(to.Append(','), threat.Host);
        Cell(to.Append(','), threat.Registrable);
        Cell(to.Append(','), threat.Origin);
        to.Append(',').Append(threat.Confidence.ToString("0.###", CultureInfo.InvariantCulture));
        to.Append(',').Append(Day(threat.SeenAt)).Append(',').Append(Stamp.Millis(threat.Added)).Append(',').Append(Stamp.Text(threat.Changed)).Append(',').Append(Day(threat.Expires));
        if (_isChange) to.Append(threat.Removed ? ",removed" : ",added");
        to.Append('\n');
    }

    public void End(StringBuilder to)
    {
        // A table just ends.
    }

    private static string Type(ListScope scope) => scope switch
    {
        ListScope.Host => "host",
        ListScope.RegistrableDomain => "domain",
        ListScope.PathPrefix => "path",
        _ => "url",
    };

    private static string Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private static void Cell(StringBuilder to, string value)
    {
        if (value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r') value = "'" + value;
        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0) to.Append(value);
        else to.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
