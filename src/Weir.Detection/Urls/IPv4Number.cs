namespace Weir.Detection.Urls;

/// <summary>The IPv4 parser of the URL standard: decimal, octal and hexadecimal parts, one to four of them.</summary>
internal static class IPv4Number
{
    /// <summary>True when the last label (a trailing dot aside) is a number, so that the host must be an IPv4 address.</summary>
    public static bool EndsInNumber(ReadOnlySpan<char> domain)
    {
        if (domain is [.., '.'])
            domain = domain[..^1];
        var last = domain[(domain.LastIndexOf('.') + 1)..];
        if (last.IsEmpty || !char.IsAsciiDigit(last[0]))
            return false;
        return last.IndexOfAnyExcept(CharSets.Digits) < 0 || TryPart(last, out _);
    }

    /// <summary>Reads the address in host byte order.</summary>
    public static bool TryParse(ReadOnlySpan<char> domain, out uint address)
    {
        address = 0;
        if (domain is [.., '.'])
            domain = domain[..^1];
        Span<ulong> parts = stackalloc ulong[4];
        var count = 0;
        while (true)
        {
            var dot = domain.IndexOf('.');
            if (count == 4 || !TryPart(dot < 0 ? domain : domain[..dot], out parts[count]))
                return false;
            count++;
            if (dot < 0)
                return TryCombine(parts[..count], out address);
            domain = domain[(dot + 1)..];
        }
    }

    /// <summary>Appends the address in dotted decimal.</summary>
    public static void Append(uint address, UrlText to)
    {
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            to.AppendNumber((int)(address >> shift & 255));
            if (shift > 0)
                to.Append('.');
        }
    }

    private static bool TryCombine(ReadOnlySpan<ulong> parts, out uint address)
    {
        address = 0;
        var last = parts[^1];
        if (last >= 1UL << 8 * (5 - parts.Length))
            return false;
        ulong sum = last;
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (parts[i] > 255)
                return false;
            sum += parts[i] << 8 * (3 - i);
        }
        address = (uint)sum;
        return true;
    }

    private static bool TryPart(ReadOnlySpan<char> part, out ulong value)
    {
        value = 0;
        if (part.IsEmpty)
            return false;
        ulong radix = 10;
        if (part.Length >= 2 && part[0] == '0')
        {
            radix = part[1] is 'x' or 'X' ? 16UL : 8;
            part = part[(radix == 16 ? 2 : 1)..];
        }
        foreach (var c in part)
        {
            if (!char.IsAsciiHexDigit(c) || (ulong)PercentEncoding.HexValue(c) >= radix)
                return false;
            // Saturates far above any address: only "too large" matters from there on.
            value = Math.Min(value * radix + (ulong)PercentEncoding.HexValue(c), 1UL << 40);
        }
        return true;
    }
}
