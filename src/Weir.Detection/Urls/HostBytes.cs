using System.Text;
using Weir.Detection.Urls.Idna;

namespace Weir.Detection.Urls;

/// <summary>Percent-decodes a host and reads the bytes as UTF-8, with U+FFFD for what is none.</summary>
internal static class HostBytes
{
    /// <summary>Appends the decoded text of <paramref name="host"/>.</summary>
    public static void Decode(ReadOnlySpan<char> host, UrlText to, IdnaScratch scratch)
    {
        var bytes = scratch.Bytes(host.Length * 3);
        var count = 0;
        while (!host.IsEmpty)
        {
            if (PercentEncoding.IsEscape(host))
            {
                bytes[count++] = PercentEncoding.EscapedByte(host);
                host = host[3..];
                continue;
            }
            Rune.DecodeFromUtf16(host, out var rune, out var used);
            count += rune.EncodeToUtf8(bytes[count..]);
            host = host[used..];
        }
        AppendUtf8(bytes[..count], to);
    }

    private static void AppendUtf8(ReadOnlySpan<byte> bytes, UrlText to)
    {
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        while (!bytes.IsEmpty)
        {
            Rune.DecodeFromUtf8(bytes, out var rune, out var used);
            bytes = bytes[used..];
            rune.EncodeToUtf16(to.Extend(rune.Utf16SequenceLength));
        }
    }
}
