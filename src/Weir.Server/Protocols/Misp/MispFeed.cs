using System.Security.Cryptography;
using System.Text;
using Weir.Server.Exports;
using Weir.Storage;
using Weir.Storage.Exports;

namespace Weir.Server.Protocols.Misp;

/// <summary>The files of a MISP feed: an event for each day on which something was first listed, the manifest of them, and the hashes of their values.</summary>
internal sealed class MispFeed(WeirStore store, string tenant)
{
    private const int PageRows = 5_000;
    private const long MicrosADay = 86_400_000_000;

    private readonly long _instance = ExportRun.Instance(store);

    /// <summary>A text that changes whenever a file of the feed does.</summary>
    public string Tag => StableGuid.Of(_instance, FormattableString.Invariant($"misp {tenant} {store.Threats.Changed(tenant)}")).ToString("n");

    /// <summary>The manifest.</summary>
    public IEnumerable<string> Manifest()
    {
        var objects = new MispObjects(_instance);
        yield return new JsonPiece().Write(new StringBuilder(), json =>
        {
            json.WriteStartObject();
            foreach (var day in store.Threats.Days(tenant))
            {
                json.WriteStartObject(objects.Event(tenant, Name(day)).ToString());
                objects.WriteHead(json, MispFormat.Info(Name(day)), day.Day * MicrosADay, day.Changed);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }).ToString();
    }

    /// <summary>The MD5 of each value and the event that holds it, a line each.</summary>
    public IEnumerable<string> Hashes()
    {
        var objects = new MispObjects(_instance);
        foreach (var day in store.Threats.Days(tenant))
        {
            var id = objects.Event(tenant, Name(day)).ToString();
            foreach (var page in Pages(day))
            {
                var text = new StringBuilder();
                foreach (var threat in page.Where(threat => !threat.Removed)) text.Append(Hash(MispObjects.Of(threat).Value)).Append(',').Append(id).Append('\n');
                yield return text.ToString();
            }
        }
    }

    /// <summary>The file of an event; null when there is none of this id.</summary>
    public IEnumerable<string>? Event(Guid id)
    {
        var objects = new MispObjects(_instance);
        return store.Threats.Days(tenant).FirstOrDefault(day => objects.Event(tenant, Name(day)) == id) is { } found ? Event(found) : null;
    }

    private IEnumerable<string> Event(ThreatDay day)
    {
        var (format, text) = (new MispFormat(Name(day)), new StringBuilder());
        format.Begin(text, new ExportHead(day.Changed, 0, null, tenant, _instance));
        foreach (var page in Pages(day))
        {
            foreach (var threat in page) format.Add(text, threat);
            yield return text.ToString();
            text.Clear();
        }

        format.End(text);
        yield return text.ToString();
    }

    private IEnumerable<IReadOnlyList<Threat>> Pages(ThreatDay day)
    {
        var after = 0L;
        while (store.Threats.OfDay(tenant, day.Day, after, PageRows) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            yield return page;
        }
    }

    private static string Name(ThreatDay day) => Stamp.Time(day.Day * MicrosADay).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Hash(string value)
    {
#pragma warning disable CA5351 // MISP compares feeds by MD5; nothing rests on its strength.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value)));
#pragma warning restore CA5351
    }
}
