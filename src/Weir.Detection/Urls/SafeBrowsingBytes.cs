using System.Text;

namespace Weir.Detection.Urls;

/// <summary>Escaping by the Safe Browsing specification, on bytes held as Latin-1 text.</summary>
internal static class SafeBrowsingBytes
{
    /// <summary>The UTF-8 bytes without tab, CR, LF, outer spaces and fragment, percent-unescaped until nothing changes.</summary>
    public static string Unescape(string url)
    {
        string text = url.Trim(' ', '\t', '\r', '\n');
        int fragment = text.IndexOf('#', StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(fragment < 0 ? text : text[..fragment]);
        int length = 0;
        foreach (byte b in bytes)
        {
            if (b is 9 or 10 or 13) continue;
            bytes[length++] = b;
            // Undoing one escape may complete another ("%2525"): the end of the result is looked at again.
            while (length >= 3 && bytes[length - 3] == '%' && IsHex(bytes[length - 2]) && IsHex(bytes[length - 1]))
            {
                bytes[length - 3] = (byte)(Hex(bytes[length - 2]) * 16 + Hex(bytes[length - 1]));
                length -= 2;
            }
        }
        return Encoding.Latin1.GetString(bytes, 0, length);
    }

    /// <summary>Escapes bytes up to 0x20 and from 0x7F, "#" and "%".</summary>
    public static string Escape(string bytes)
    {
        var result = new StringBuilder(bytes.Length);
        foreach (char c in bytes)
        {
            if (c is > ' ' and < (char)0x7F and not '#' and not '%') result.Append(c);
            else result.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return result.ToString();
    }

    private static bool IsHex(byte b) => char.IsAsciiHexDigit((char)b);

    private static int Hex(byte b) => b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;
}
