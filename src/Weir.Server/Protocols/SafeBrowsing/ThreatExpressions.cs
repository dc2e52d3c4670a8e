using Weir.Detection.Lists;
using Weir.Detection.Urls;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>The Safe Browsing expressions that stand for a threat, never more than what it names.</summary>
internal static class ThreatExpressions
{
    /// <summary>The hashes of a threat; none for one that no expression can stand for.</summary>
    public static IReadOnlyList<Hash256> Of(ListScope scope, string value, string url) => scope switch
    {
        ListScope.Host or ListScope.RegistrableDomain => [Hash256.Of($"{Host(value)}/")],
        ListScope.PathPrefix => Prefix(url),
        _ => Exact(url) is { } hash ? [hash] : [],
    };

    /// <summary>The hash of exactly this address; null for a front page, whose expression would stand for the whole host.</summary>
    public static Hash256? Exact(string url)
    {
        var expression = SafeBrowsingUrl.Expressions(url)[0];
        return expression.IndexOf('/', StringComparison.Ordinal) == expression.Length - 1 ? null : Hash256.Of(expression);
    }

    private static IReadOnlyList<Hash256> Prefix(string url)
    {
        var plain = url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? url[..query] : url;
        var expression = SafeBrowsingUrl.Expressions(plain)[0].TrimEnd('/');
        return expression.Contains('/', StringComparison.Ordinal) ? [Hash256.Of(expression), Hash256.Of(expression + "/")] : [Hash256.Of(expression + "/")];
    }

    private static string Host(string value) => SafeBrowsingUrl.Expressions($"http://{value}/")[0].TrimEnd('/');
}
