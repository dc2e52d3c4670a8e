using System.Text;

namespace Weir.Detection.Mail;

/// <summary>Undoes the transfer encodings of mail (RFC 2045 section 6). What cannot be decoded is left out or stands as written.</summary>
internal static class TransferEncoding
{
    /// <summary>The bytes of a body.</summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> body, string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "base64" => Base64(body),
        "quoted-printable" => QuotedPrintable(body),
        _ => body,
    };

    /// <summary>The text of a body by the name of its character set; UTF-8, and Latin-1 when it is not that, for names nobody knows.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, string charset) => Named(charset.Trim()) is { } encoding
        ? encoding.GetString(bytes)
        : System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    private static Encoding? Named(string charset)
    {
        if (charset.Length is 0 or > 40 || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            // UTF-7 can hide anything and is refused by the platform, which throws NotSupportedException.
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Base64(ReadOnlySpan<byte> body)
    {
        var bytes = new byte[body.Length / 4 * 3 + 3];
        var (length, held, bits) = (0, 0, 0);
        foreach (var value in body)
        {
            var six = Six(value);
            if (value == '=') (held, bits) = (0, 0);
            if (six < 0) continue;
            held = (held << 6 | six) & 0xFFFF;
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            bytes[length++] = (byte)(held >> bits);
        }

        return bytes.AsSpan(0, length);
    }

    private static int Six(byte value) => value switch
    {
        >= (byte)'A' and <= (byte)'Z' => value - 'A',
        >= (byte)'a' and <= (byte)'z' => value - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => value - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };

    private static ReadOnlySpan<byte> QuotedPrintable(ReadOnlySpan<byte> body)
    {
        var bytes = new byte[body.Length];
        var length = 0;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '=')
            {
                bytes[length++] = body[i];
                continue;
            }

            var rest = body[(i + 1)..];
            var soft = SoftBreak(rest);
            if (soft > 0) i += soft;
            else if (rest.Length >= 2 && Hex(rest[0]) is >= 0 and var high && Hex(rest[1]) is >= 0 and var low)
            {
                bytes[length++] = (byte)(high << 4 | low);
                i += 2;
            }
            else bytes[length++] = body[i];
        }

        return bytes.AsSpan(0, length);
    }

    // How many bytes behind the equals sign belong to a soft line break; 0 when it is none.
    private static int SoftBreak(ReadOnlySpan<byte> rest)
    {
        var spaces = 0;
        while (spaces < rest.Length && spaces < 80 && rest[spaces] is (byte)' ' or (byte)'\t') spaces++;
        if (spaces == rest.Length) return spaces;
        if (rest[spaces] == '\n') return spaces + 1;
        return rest[spaces] == '\r' && spaces + 1 < rest.Length && rest[spaces + 1] == '\n' ? spaces + 2 : 0;
    }

    private static int Hex(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        _ => -1,
    };
}
