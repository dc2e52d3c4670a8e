using System.Buffers;

namespace Weir.Detection.Urls;

/// <summary>The link rewriting of Proofpoint, versions 2 and 3, undone.</summary>
internal static class LinkDefense
{
    /// <summary>Writes the address that was rewritten; false when the form is another.</summary>
    public static bool TryDestination(in Url url, UrlText to) =>
        url.Path.StartsWith("/v3/__") ? TryThird(url, to) : url.Path.StartsWith("/v2/url") && TrySecond(url.Query, to);

    /// <summary>Version 2: the hyphen stands for the percent sign, the underline for the slash.</summary>
    private static bool TrySecond(ReadOnlySpan<char> query, UrlText to)
    {
        foreach (var range in query.Split('&'))
        {
            if (!query[range].StartsWith("u=")) continue;
            to.Append(query[range][2..]);
            to.Written.Replace('-', '%');
            to.Written.Replace('_', '/');
            PercentDecoded.Once(to);
            return true;
        }
        return false;
    }

    /// <summary>Version 3: <c>__ADDRESS__;BASE64!</c>; each star of the address is the next byte of the base64 text.</summary>
    private static bool TryThird(in Url url, UrlText to)
    {
        var text = url.Href[url.Href.IndexOf("/v3/__")..]["/v3/__".Length..];
        var end = text.LastIndexOf("__;");
        if (end < 0) return false;
        var behind = text[(end + 3)..];
        var encoded = behind[..Math.Max(0, behind.IndexOf('!'))];
        var rented = ArrayPool<byte>.Shared.Rent(encoded.Length + 4);
        var bytes = rented.AsSpan(0, Decode(encoded, to, rented));
        foreach (var c in text[..end])
        {
            to.Append(c == '*' && !bytes.IsEmpty ? (char)bytes[0] : c);
            if (c == '*' && !bytes.IsEmpty) bytes = bytes[1..];
        }
        ArrayPool<byte>.Shared.Return(rented);
        to.Replace(":/", "://", Math.Min(to.Length, 8));
        to.Replace(":///", "://", Math.Min(to.Length, 10));
        return true;
    }

    /// <summary>Decodes base64 in either alphabet; 0 when it is none. The buffer is empty before and after.</summary>
    private static int Decode(ReadOnlySpan<char> text, UrlText buffer, Span<byte> to)
    {
        buffer.Append(text.TrimEnd('='));
        buffer.Written.Replace('-', '+');
        buffer.Written.Replace('_', '/');
        while (buffer.Length % 4 != 0) buffer.Append('=');
        var count = Convert.TryFromBase64Chars(buffer.Span, to, out var bytes) ? bytes : 0;
        buffer.Clear();
        return count;
    }
}
