using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;

namespace Weir.Server.Api;

/// <summary>Reads the members of a JSON object that a stranger sent. What is wrong goes to the faults, one sentence each, and null stands in for it.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement _json;
    private readonly string _path;
    private readonly ICollection<Fault> _faults;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>The object at a path of the body; the path is empty or ends with a dot.</summary>
    public JsonFields(JsonElement json, string path, ICollection<Fault> faults)
    {
        (_json, _path, _faults) = (json, path, faults);
        if (json.ValueKind != JsonValueKind.Object) faults.Add(new Fault(path.Length == 0 ? "body" : path.TrimEnd('.'), "A JSON object is wanted here."));
    }

    /// <summary>The body of a request as JSON, or the problem that it is none.</summary>
    public static async Task<(JsonDocument? Body, Problem? Problem)> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType()) return (null, new Problem(StatusCodes.Status415UnsupportedMediaType, "Send Content-Type: application/json."));
        try
        {
            return (await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 16 }, request.HttpContext.RequestAborted), null);
        }
        catch (JsonException fault)
        {
            return (null, Problem.BadRequest(string.Create(CultureInfo.InvariantCulture, $"The body is not valid JSON, line {(fault.LineNumber ?? 0) + 1}.")));
        }
    }

    /// <summary>Whether a member is there, also as null.</summary>
    public bool Has(string name)
    {
        _asked.Add(name);
        return _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out _);
    }

    /// <summary>A text, trimmed; null when it is missing, null or blank.</summary>
    public string? Text(string name, int most, string? needed = null)
    {
        if (Member(name) is not { } member)
        {
            if (needed is not null) Fault(name, needed);
            return null;
        }

        if (member.ValueKind != JsonValueKind.String) return Fault(name, "A text is wanted here.");
        var text = Whole(member);
        if (text is null) return Fault(name, "The text holds half a character or a NUL; send whole characters.");
        if (text.Length > most) return Fault(name, string.Create(CultureInfo.InvariantCulture, $"At most {most:N0} characters are taken; this has {text.Length:N0}."));
        if (text.Trim() is { Length: > 0 } trimmed) return trimmed;
        return needed is null ? null : Fault(name, needed);
    }

    /// <summary>One of some words; null when it is missing.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words, bool isNeeded = false) where T : struct
    {
        if (Member(name) is { ValueKind: JsonValueKind.String } member && words.TryGetValue(Whole(member) ?? "", out var value)) return value;
        if (Member(name) is not null || isNeeded) Fault(name, $"One of {string.Join(", ", words.Keys)}.");
        return null;
    }

    /// <summary>A whole number within bounds; null when it is missing.</summary>
    public long? Number(string name, long least, long most)
    {
        if (Member(name) is not { } member) return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number) && number >= least && number <= most) return number;
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"A whole number from {least} to {most}."));
        return null;
    }

    /// <summary>True or false; false when it is missing.</summary>
    public bool Truth(string name)
    {
        if (Member(name) is not { } member) return false;
        if (member.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Fault(name, "true or false.");
        return member.ValueKind == JsonValueKind.True;
    }

    /// <summary>The elements of an array; null when it is missing or none.</summary>
    public IReadOnlyList<JsonElement>? Many(string name, int most)
    {
        if (Member(name) is not { } member) return null;
        if (member.ValueKind == JsonValueKind.Array && member.GetArrayLength() is > 0 and var count && count <= most) return [.. member.EnumerateArray()];
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"An array of 1 to {most:N0}."));
        return null;
    }

    /// <summary>Ends the reading: a member that nobody asked for is a fault.</summary>
    public void Done()
    {
        if (_json.ValueKind != JsonValueKind.Object) return;
        foreach (var member in _json.EnumerateObject().Where(member => !_asked.Contains(member.Name)).Take(3))
            Fault(member.Name.Length <= 40 ? member.Name : member.Name[..40], $"There is no such member here; it knows {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Adds a fault about a member.</summary>
    public string? Fault(string name, string detail)
    {
        _faults.Add(new Fault(_path + name, detail));
        return null;
    }

    private JsonElement? Member(string name)
    {
        _asked.Add(name);
        return _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }

    // A lone surrogate is valid in JSON and no text, and PostgreSQL keeps no NUL.
    private static string? Whole(JsonElement text)
    {
        try
        {
            return text.GetString() is { } whole && !whole.Contains('\0', StringComparison.Ordinal) ? whole : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
