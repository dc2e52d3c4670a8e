using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Server.Security;

/// <summary>
/// Where a request carries a key: <c>Authorization: Bearer</c>, <c>X-Api-Key</c>; for Safe Browsing clients the query's <c>key</c>, and for TAXII clients
/// the password of <c>Authorization: Basic</c>, because these know no other place; so do those that fetch MISP feeds and block lists.
/// </summary>
internal static class KeyPlaces
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const int LongestBasic = 512;

    /// <summary>The text that stands in place of a key, whatever it is; false when nothing stands there.</summary>
    public static bool Find(HttpRequest request, out ReadOnlySpan<char> token)
    {
        token = default;
        var headers = request.Headers;
        if (headers.Authorization is [{ Length: > 0 } authorization, ..])
        {
            token = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization.AsSpan(Bearer.Length).Trim() : OfBasic(request, authorization);
            return true;
        }

        if (headers["X-Api-Key"] is [{ } header, ..])
        {
            token = header.AsSpan().Trim();
            return true;
        }

        if (!IsSafeBrowsing(request.Path) || request.Query["key"] is not [{ Length: > 0 } query, ..]) return false;
        token = query;
        return true;
    }

    /// <summary>Whether a key may come as a password there.</summary>
    public static bool TakesPasswords(PathString path) => path.StartsWithSegments("/taxii2", StringComparison.Ordinal)
        || path.StartsWithSegments("/misp", StringComparison.Ordinal) || path.StartsWithSegments("/v1/export", StringComparison.Ordinal);

    private static bool IsSafeBrowsing(PathString path) =>
        path.StartsWithSegments("/v4", StringComparison.Ordinal) || path.StartsWithSegments("/v5", StringComparison.Ordinal);

    private static string OfBasic(HttpRequest request, string authorization)
    {
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || authorization.Length > LongestBasic
            || !TakesPasswords(request.Path)) return "";
        var bytes = new byte[LongestBasic];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), bytes, out var length)) return "";
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
