using System.Text.Json;
using Weir.Detection.Lists;
using Weir.Server.Api;
using Weir.Server.Problems;

namespace Weir.Server.Lists;

/// <summary>An entry as somebody wants it, before its value has been read.</summary>
/// <param name="Field">Where it stands in what was sent, for the faults: empty, or with a dot at its end.</param>
/// <param name="Kind">Allow or block.</param>
/// <param name="Value">A URL, path or host as it was written.</param>
/// <param name="Scope">How much it covers; null chooses by the value.</param>
/// <param name="Reason">Why.</param>
/// <param name="Expires">Its end; null: never.</param>
/// <param name="Force">True when a platform or a popular domain is meant.</param>
internal sealed record ListDraft(string Field, ListKind Kind, string Value, ListScope? Scope, string? Reason, DateTimeOffset? Expires, bool Force)
{
    /// <summary>Most entries of one request.</summary>
    public const int MostEntries = 10_000;

    /// <summary>Most characters of a reason.</summary>
    public const int MostReason = 500;

    /// <summary>Most characters of a value.</summary>
    public const int MostValue = 8_192;

    private const string WhyNeeded = "Say why in a sentence; whoever looks at the entry in a year will ask.";

    /// <summary>Reads one entry, or those of the member <c>entries</c>; replace says whether the opposite list gives way.</summary>
    public static IReadOnlyList<ListDraft> Read(JsonElement body, DateTimeOffset now, List<Fault> faults, out bool replace)
    {
        var fields = new JsonFields(body, "", faults);
        replace = fields.Truth("replace");
        if (!fields.Has("entries")) return One(fields, "", now, faults) is { } one ? [one] : [];
        var drafts = new List<ListDraft>();
        foreach (var (element, index) in (fields.Many("entries", MostEntries) ?? []).Select((element, index) => (element, index)))
        {
            var path = $"entries[{index}].";
            if (One(new JsonFields(element, path, faults), path, now, faults) is { } draft) drafts.Add(draft);
        }

        fields.Done();
        return drafts;
    }

    private static ListDraft? One(JsonFields fields, string path, DateTimeOffset now, List<Fault> faults)
    {
        var before = faults.Count;
        var kind = fields.Word("kind", ListWords.Kinds, isNeeded: true);
        var value = fields.Text("value", MostValue, "A URL, path or host is needed, such as https://name.example/page or name.example.");
        var scope = fields.Word("scope", ListWords.Scopes);
        var reason = fields.Text("reason", MostReason, WhyNeeded);
        var force = fields.Truth("force");
        DateTimeOffset? end = null;
        if (fields.Text("expires", 40) is { } text)
        {
            if (ListWords.TryReadEnd(text, now, out var at, out var fault)) end = at;
            else fields.Fault("expires", fault);
        }

        fields.Done();
        return faults.Count > before || kind is null || value is null ? null : new ListDraft(path, kind.Value, value, scope, reason, end, force);
    }
}
