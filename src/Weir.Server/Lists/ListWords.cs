using System.Globalization;
using Weir.Detection.Lists;

namespace Weir.Server.Lists;

/// <summary>The words for kinds, scopes and ends of list entries: the same in the API, on the pages and on the command line.</summary>
public static class ListWords
{
    private const int MostDays = 36_500;

    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>allow and block.</summary>
    public static IReadOnlyDictionary<string, ListKind> Kinds { get; } = new Dictionary<string, ListKind>(StringComparer.OrdinalIgnoreCase) { ["allow"] = ListKind.Allow, ["block"] = ListKind.Block };

    /// <summary>url, prefix, host and domain.</summary>
    public static IReadOnlyDictionary<string, ListScope> Scopes { get; } = new Dictionary<string, ListScope>(StringComparer.OrdinalIgnoreCase)
    {
        ["url"] = ListScope.Url,
        ["prefix"] = ListScope.PathPrefix,
        ["host"] = ListScope.Host,
        ["domain"] = ListScope.RegistrableDomain,
    };

    /// <summary>The word of a kind.</summary>
    public static string Of(ListKind kind) => kind == ListKind.Allow ? "allow" : "block";

    /// <summary>The word of a scope.</summary>
    public static string Of(ListScope scope) => Scopes.First(pair => pair.Value == scope).Key;

    /// <summary>Reads an end: 30d (so many days from now), 2026-12-31 (from the start of that day, UTC) or a moment of ISO 8601.</summary>
    public static bool TryReadEnd(string text, DateTimeOffset now, out DateTimeOffset end, out string fault)
    {
        (end, fault) = (default, "");
        if (Days(text) is { } days) end = now.AddDays(days);
        else if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) end = at.ToUniversalTime();
        else fault = $"'{(text.Length <= 40 ? text : text[..40])}' is no day such as 2026-12-31 and no number of days such as 30d.";
        if (fault.Length == 0 && end <= now) fault = $"'{text}' is in the past; an entry that has expired does nothing.";
        return fault.Length == 0;
    }

    /// <summary>A refusal of the reader in the words of the API, where flags are members.</summary>
    internal static string ForApi(string refusal) => refusal.Replace("use --scope ", "use the scope ", StringComparison.Ordinal)
        .Replace("add --force", "set force", StringComparison.Ordinal).Replace("or --force", "or set force", StringComparison.Ordinal);

    private static int? Days(string text) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays ? days : null;
}
