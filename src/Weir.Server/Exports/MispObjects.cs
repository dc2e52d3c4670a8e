using System.Globalization;
using System.Text.Json;
using Weir.Detection.Lists;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>Threats as MISP has them: events of an organisation with an attribute each.</summary>
internal sealed class MispObjects(long instance)
{
    private const string Analysis = "2";
    private const string ThreatLevel = "2";

    /// <summary>The id of an event.</summary>
    public Guid Event(string tenant, string name) => StableGuid.Of(instance, $"misp event\n{tenant}\n{name}");

    /// <summary>What an event has in the manifest and in its own file alike; the object stays open.</summary>
    public void WriteHead(Utf8JsonWriter json, string info, long addedAt, long changedAt)
    {
        json.WriteStartObject("Orgc"u8);
        json.WriteString("name"u8, "Weir");
        json.WriteString("uuid"u8, StableGuid.Of(instance, "misp organisation").ToString());
        json.WriteEndObject();
        json.WriteStartArray("Tag"u8);
        Tag(json, "tlp:amber", "#FFC000");
        Tag(json, "rsit:fraud=\"phishing\"", "#0088cc");
        json.WriteEndArray();
        json.WriteString("info"u8, info);
        json.WriteString("date"u8, Stamp.Time(addedAt).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("analysis"u8, Analysis);
        json.WriteString("threat_level_id"u8, ThreatLevel);
        json.WriteString("timestamp"u8, Seconds(changedAt));
    }

    /// <summary>The rest of the head of an event's own file.</summary>
    public static void WriteRest(Utf8JsonWriter json, Guid id, long changedAt)
    {
        json.WriteString("uuid"u8, id.ToString());
        json.WriteBoolean("published"u8, true);
        json.WriteString("publish_timestamp"u8, Seconds(changedAt));
        json.WriteString("distribution"u8, "0");
    }

    /// <summary>One attribute; what was taken off is deleted.</summary>
    public void WriteAttribute(Utf8JsonWriter json, Threat threat)
    {
        var (type, value) = Of(threat);
        json.WriteStartObject();
        json.WriteString("uuid"u8, StableGuid.Of(instance, $"misp attribute\n{threat.Tenant}\n{(int)threat.Scope}\n{threat.Value}").ToString());
        json.WriteString("type"u8, type);
        json.WriteString("category"u8, "Network activity");
        json.WriteString("value"u8, value);
        json.WriteBoolean("to_ids"u8, !threat.Removed);
        json.WriteBoolean("deleted"u8, threat.Removed);
        json.WriteBoolean("disable_correlation"u8, false);
        json.WriteString("comment"u8, "");
        json.WriteString("timestamp"u8, Seconds(threat.Changed));
        if (threat.SeenAt is { } seen && seen.ToUnixTimeSeconds() > 0) json.WriteString("first_seen"u8, seen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    /// <summary>The type and value of the attribute of a threat.</summary>
    public static (string Type, string Value) Of(Threat threat) => threat.Scope switch
    {
        ListScope.RegistrableDomain => ("domain", threat.Value),
        ListScope.Host when HostName.IsIPv4(threat.Value) || HostName.IsIPv6(threat.Value) => ("ip-dst", threat.Value.Trim('[', ']')),
        ListScope.Host => (threat.Value == threat.Registrable ? "domain" : "hostname", threat.Value),
        _ => ("url", threat.Url),
    };

    private static string Seconds(long micros) => Stamp.Seconds(micros).ToString(CultureInfo.InvariantCulture);

    private static void Tag(Utf8JsonWriter json, string name, string colour)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("colour"u8, colour);
        json.WriteEndObject();
    }
}
