using System.Text.Json;
using Weir.Server.Exports;
using Weir.Storage.Exports;

namespace Weir.Server.Protocols.Taxii;

/// <summary>The next objects of a collection that a query wants.</summary>
/// <param name="Threats">The threats whose indicators they are, in the order in which they were added.</param>
/// <param name="Next">Where the page after it begins; null on the last.</param>
internal sealed record TaxiiPage(IReadOnlyList<Threat> Threats, long? Next)
{
    private const int Rows = 5_000;

    /// <summary>When identity and marking were added: before all else.</summary>
    public const string Begun = "2026-01-01T00:00:00.000000Z";

    /// <summary>Reads the page.</summary>
    public static TaxiiPage Read(ThreatStore threats, string tenant, TaxiiQuery query, StixObjects objects)
    {
        var (found, after) = (new List<Threat>(), query.After);
        while (found.Count <= query.Limit && threats.ChangedAfter(tenant, after, Math.Max(Rows, query.Limit + 1)) is { Count: > 0 } rows)
        {
            after = rows[^1].Changed;
            found.AddRange(rows.Where(threat => query.Wants(objects, threat)).Take(query.Limit + 1 - found.Count));
        }

        return found.Count <= query.Limit ? new(found, null) : new(found[..query.Limit], found[query.Limit - 1].Changed);
    }

    /// <summary>Writes the envelope of objects.</summary>
    public void WriteObjects(Utf8JsonWriter json, TaxiiQuery query, StixObjects objects) => Write(json, "objects", () =>
    {
        if (HasMarking(query)) StixObjects.WriteMarking(json);
        if (HasIdentity(query, objects)) objects.WriteIdentity(json);
        foreach (var threat in Threats) objects.WriteIndicator(json, threat);
    });

    /// <summary>Writes the manifest.</summary>
    public void WriteManifest(Utf8JsonWriter json, TaxiiQuery query, StixObjects objects) => Write(json, "objects", () =>
    {
        if (HasMarking(query)) Record(json, StixObjects.Amber, Begun, "2017-01-20T00:00:00.000Z");
        if (HasIdentity(query, objects)) Record(json, objects.Identity, Begun, "2026-01-01T00:00:00.000Z");
        foreach (var threat in Threats) Record(json, objects.IdOf(threat), Stamp.Text(threat.Changed), StixObjects.Version(threat));
    });

    /// <summary>Writes the versions.</summary>
    public void WriteVersions(Utf8JsonWriter json, TaxiiQuery query, StixObjects objects) => Write(json, "versions", () =>
    {
        if (HasMarking(query)) json.WriteStringValue("2017-01-20T00:00:00.000Z");
        if (HasIdentity(query, objects)) json.WriteStringValue("2026-01-01T00:00:00.000Z");
        foreach (var threat in Threats) json.WriteStringValue(StixObjects.Version(threat));
    });

    /// <summary>Whether it holds nothing at all.</summary>
    public bool IsEmpty(TaxiiQuery query, StixObjects objects) => Threats.Count == 0 && !HasMarking(query) && !HasIdentity(query, objects);

    private static bool HasMarking(TaxiiQuery query) => query.IsFirst && query.Wants("marking-definition", StixObjects.Amber, "2017-01-20T00:00:00.000Z");

    private static bool HasIdentity(TaxiiQuery query, StixObjects objects) => query.IsFirst && query.Wants("identity", objects.Identity, "2026-01-01T00:00:00.000Z");

    private void Write(Utf8JsonWriter json, string name, Action items)
    {
        json.WriteStartObject();
        json.WriteBoolean("more"u8, Next is not null);
        if (Next is { } next) json.WriteString("next"u8, next.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteStartArray(name);
        items();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Record(Utf8JsonWriter json, string id, string added, string version)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("date_added"u8, added);
        json.WriteString("version"u8, version);
        json.WriteString("media_type"u8, StixObjects.MediaType);
        json.WriteEndObject();
    }
}
