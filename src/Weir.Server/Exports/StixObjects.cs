using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Detection.Lists;
using Weir.Detection.Urls;
using Weir.Storage.Exports;

namespace Weir.Server.Exports;

/// <summary>Threats as STIX 2.1 objects: an indicator each, the identity that made them, and the marking TLP:AMBER.</summary>
internal sealed class StixObjects(long instance)
{
    /// <summary>The media type of STIX.</summary>
    public const string MediaType = "application/stix+json;version=2.1";

    /// <summary>The marking of the standard that every object carries.</summary>
    public const string Amber = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";

    // The identity is the same object at every time; its date says only when this form of it was settled.
    private const string Begun = "2026-01-01T00:00:00.000Z";

    /// <summary>The id of who says it all: this installation.</summary>
    public string Identity { get; } = $"identity--{StableGuid.Of(instance, "identity")}";

    /// <summary>The id of a bundle or collection of this installation.</summary>
    public Guid Id(string name) => StableGuid.Of(instance, name);

    /// <summary>The id of the indicator of a threat.</summary>
    public string IdOf(Threat threat) => $"indicator--{Id($"{threat.Tenant}\n{(int)threat.Scope}\n{threat.Value}")}";

    /// <summary>The version of an indicator: its member modified, never before created.</summary>
    public static string Version(Threat threat) => Stamp.Millis(Math.Max(threat.Changed, threat.Added));

    /// <summary>Writes the identity.</summary>
    public void WriteIdentity(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Head(json, "identity", Identity, Begun, Begun);
        json.WriteString("name"u8, "Weir");
        json.WriteString("description"u8, "A phishing defence that its operator runs.");
        json.WriteString("identity_class"u8, "system");
        json.WriteEndObject();
    }

    /// <summary>Writes the marking, as the standard has it.</summary>
    public static void WriteMarking(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "marking-definition");
        json.WriteString("spec_version"u8, "2.1");
        json.WriteString("id"u8, Amber);
        json.WriteString("created"u8, "2017-01-20T00:00:00.000Z");
        json.WriteString("definition_type"u8, "tlp");
        json.WriteString("name"u8, "TLP:AMBER");
        json.WriteStartObject("definition"u8);
        json.WriteString("tlp"u8, "amber");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the indicator of a threat; what was taken off is revoked.</summary>
    public void WriteIndicator(Utf8JsonWriter json, Threat threat)
    {
        json.WriteStartObject();
        Head(json, "indicator", IdOf(threat), Stamp.Millis(threat.Added), Version(threat));
        json.WriteString("created_by_ref"u8, Identity);
        json.WriteString("name"u8, $"Phishing {Word(threat.Scope)} {Defang.Defanged(threat.Scope is ListScope.Host or ListScope.RegistrableDomain ? threat.Value : threat.Url)}");
        json.WriteString("pattern"u8, Pattern(threat));
        json.WriteString("pattern_type"u8, "stix");
        json.WriteString("pattern_version"u8, "2.1");
        var from = From(threat);
        json.WriteString("valid_from"u8, Stamp.Millis(from));
        if (Until(threat) is { } until && until > from) json.WriteString("valid_until"u8, Stamp.Millis(until));
        Words(json, "indicator_types", "malicious-activity");
        Words(json, "labels", "phishing");
        json.WriteNumber("confidence"u8, (int)Math.Round(100 * Math.Clamp(threat.Confidence, 0, 1)));
        if (threat.Removed) json.WriteBoolean("revoked"u8, true);
        Words(json, "object_marking_refs", Amber);
        json.WriteEndObject();
    }

    /// <summary>The pattern that finds a threat.</summary>
    public static string Pattern(Threat threat) => threat.Scope switch
    {
        ListScope.Host when HostName.IsIPv4(threat.Value) => $"[ipv4-addr:value = '{threat.Value}']",
        ListScope.Host when HostName.IsIPv6(threat.Value) => $"[ipv6-addr:value = '{Text(threat.Value.Trim('[', ']'))}']",
        ListScope.Host => $"[domain-name:value = '{Text(threat.Value)}']",
        ListScope.RegistrableDomain => $"[domain-name:value = '{Text(threat.Value)}' OR domain-name:value {Like("%.", threat.Value, "")}]",
        ListScope.PathPrefix => $"[url:value {Like("", threat.Url, "%")}]",
        _ => $"[url:value = '{Text(threat.Url)}']",
    };

    // LIKE has no way to write a percent or underscore that means itself.
    private static string Like(string before, string value, string after) => value.AsSpan().ContainsAny('%', '_')
        ? $"MATCHES '{Text((before.Length > 0 ? "\\." : "^") + Regex.Escape(value) + (after.Length > 0 ? "" : "$"))}'"
        : $"LIKE '{before}{Text(value)}{after}'";

    private static long From(Threat threat) => threat.SeenAt is { } seen && seen.ToUnixTimeSeconds() > 0 ? seen.ToUnixTimeSeconds() * 1_000_000 : threat.Added;

    private static long? Until(Threat threat) => threat.Removed ? threat.Changed : threat.Expires is { } end ? end.ToUnixTimeSeconds() * 1_000_000 : null;

    private static string Text(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private static string Word(ListScope scope) => scope switch
    {
        ListScope.Host => "host",
        ListScope.RegistrableDomain => "domain",
        ListScope.PathPrefix => "pages below",
        _ => "page",
    };

    private static void Words(Utf8JsonWriter json, string name, string word)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static void Head(Utf8JsonWriter json, string type, string id, string created, string modified)
    {
        json.WriteString("type"u8, type);
        json.WriteString("spec_version"u8, "2.1");
        json.WriteString("id"u8, id);
        json.WriteString("created"u8, created);
        json.WriteString("modified"u8, modified);
    }
}
