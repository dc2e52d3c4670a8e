using Microsoft.AspNetCore.Http;
using Weir.Server.Problems;
using Weir.Storage.Settings;

namespace Weir.Server.Lists;

/// <summary>Which entries a query wants; the API and the page ask in the same words.</summary>
internal static class ListQuery
{
    private const int MostText = 2_000;

    /// <summary>Reads the query; what is wrong goes to the faults.</summary>
    public static ListFilter Read(HttpRequest request, string tenant, List<Fault> faults) => new(tenant)
    {
        Kind = Word(request, "kind", ListWords.Kinds, faults),
        Scope = Word(request, "scope", ListWords.Scopes, faults),
        Text = Text(request, "value", faults),
        Owner = Text(request, "owner", faults),
        Source = Text(request, "source", faults),
        IsExpired = Word(request, "expired", Truths, faults),
    };

    private static readonly Dictionary<string, bool> Truths = new(StringComparer.OrdinalIgnoreCase) { ["true"] = true, ["false"] = false };

    private static string? Text(HttpRequest request, string name, List<Fault> faults)
    {
        var text = request.Query[name].ToString().Trim();
        if (text.Length > MostText) faults.Add(new Fault(name, $"At most {MostText} characters."));
        return text.Length == 0 ? null : text;
    }

    private static T? Word<T>(HttpRequest request, string name, IReadOnlyDictionary<string, T> words, List<Fault> faults) where T : struct
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0) return null;
        if (words.TryGetValue(text, out var value)) return value;
        faults.Add(new Fault(name, $"One of {string.Join(", ", words.Keys)}."));
        return null;
    }
}
