namespace Weir.Detection.Urls;

/// <summary>The host of a canonical key: no outer or repeated dots, and the IPv4 address that an IPv6 address wraps.</summary>
internal static class CanonicalHost
{
    /// <summary>Writes the host and returns its length.</summary>
    public static int Write(ReadOnlySpan<char> host, Span<char> to)
    {
        if (host.StartsWith("[::ffff:") && TryWriteMapped(host[1..^1], to, out var length))
            return length;
        length = 0;
        foreach (var c in host)
        {
            if (c != '.' || (length > 0 && to[length - 1] != '.'))
                to[length++] = c;
        }
        return length > 0 && to[length - 1] == '.' ? length - 1 : length;
    }

    private static bool TryWriteMapped(ReadOnlySpan<char> text, Span<char> to, out int length)
    {
        Span<ushort> pieces = stackalloc ushort[8];
        length = 0;
        if (!IPv6Text.TryParse(text, pieces) || pieces[5] != 0xFFFF || pieces[..5].ContainsAnyExcept((ushort)0))
            return false;
        ReadOnlySpan<int> octets = [pieces[6] >> 8, pieces[6] & 255, pieces[7] >> 8, pieces[7] & 255];
        foreach (var octet in octets)
        {
            if (length > 0)
                to[length++] = '.';
            octet.TryFormat(to[length..], out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
            length += digits;
        }
        return true;
    }
}
