using System.Buffers;
using Weir.Detection.Urls;

namespace Weir.Detection.Lists;

/// <summary>Whether a text names a host as it stands, so that an entry covers what its author saw when he wrote it.</summary>
internal static class HostText
{
    private const int MostHost = 253;
    private const int MostLabel = 63;

    // Letters, digits and hyphens are what may be registered; underlines stand in names of hosts all the same.
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Why a text is no host, in one sentence with the way out; null when it is one. What no person wrote may have odd parts beside its host.</summary>
    public static string? Fault(string text, string plain, in Url url, bool isWritten)
    {
        ReadOnlySpan<char> host = ListKey.Host(url);
        if (url.HostKind is HostKind.Domain or HostKind.Opaque && !IsHost(host))
            return $"'{host}' is no name of a host: its parts have 1 to {MostLabel} letters, digits, hyphens or underlines, {MostHost} characters in all; correct it, or use --scope url.";
        return isWritten && Beside(plain, url) is { } odd ? $"'{text}' has {odd} beside its host; write {host} if that is what you mean, or use --scope url for the whole address." : null;
    }

    private static string? Beside(string plain, in Url url)
    {
        if (plain.Contains('\\', StringComparison.Ordinal)) return "a backslash";
        if ((url.Marks & UrlMarks.Userinfo) != 0) return "a user name";
        if ((url.Marks & UrlMarks.ControlsRemoved) != 0) return "a line end or tab";
        if ((url.Marks & UrlMarks.SchemeAssumed) == 0) return null;
        if (url.Port >= 0) return "a port";
        return url.Path.TrimEnd('/').IsEmpty && !url.HasQuery && !url.HasFragment ? null : "a path";
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        if (host.Length is 0 or > MostHost) return false;
        foreach (Range label in host.Split('.'))
            if (host[label].Length is 0 or > MostLabel || host[label].ContainsAnyExcept(Letters)) return false;
        return true;
    }
}
