using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Weir.Detection;

/// <summary>Pieces of JSON in a growing room. Whoever writes makes room first.</summary>
internal sealed class JsonText
{
    /// <summary>Most bytes that a character of a text needs.</summary>
    public const int MostBytes = 6;

    private const int FractionAt = 19;
    private const int ZoneAt = 27;
    private const int TimeBytes = 33;
    private const int NumberBytes = 32;

    // What the serializer's encoder leaves as it is, by that encoder's own word.
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', 95).Select(c => (char)c).Where(c => JavaScriptEncoder.Default.Encode(c.ToString()).Length == 1)]);

    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    /// <summary>Sees to it that so many bytes fit in.</summary>
    public void MakeRoom(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + bytes));
    }

    /// <summary>Bytes as they are.</summary>
    public JsonText Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        return this;
    }

    /// <summary>A text in quotes, or null.</summary>
    public JsonText Text(string? text)
    {
        if (text is null) return Raw("null"u8);
        _bytes[_length++] = (byte)'"';
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            if (plain < 0) plain = rest.Length;
            _length += Encoding.ASCII.GetBytes(rest[..plain], _bytes.AsSpan(_length));
            rest = rest[plain..];
            if (rest.IsEmpty) break;
            var others = rest.IndexOfAny(Plain);
            if (others < 0) others = rest.Length;
            Escaped(rest[..others]);
            rest = rest[others..];
        }

        _bytes[_length++] = (byte)'"';
        return this;
    }

    /// <summary>A whole number.</summary>
    public JsonText Number(long value)
    {
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length, NumberBytes), out var written);
        _length += written;
        return this;
    }

    /// <summary>A number; the shortest text that reads back as the same.</summary>
    public JsonText Number(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), "JSON has no such number.");
        value.TryFormat(_bytes.AsSpan(_length, NumberBytes), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    /// <summary>A moment, without the zeros at the end of its fraction.</summary>
    public JsonText Time(DateTimeOffset time)
    {
        var room = _bytes.AsSpan(_length, TimeBytes + 1);
        Utf8Formatter.TryFormat(time, room, out _, 'O');
        var end = ZoneAt;
        while (room[end - 1] == '0') end--;
        if (end == FractionAt + 1) end = FractionAt;
        room[ZoneAt..TimeBytes].CopyTo(room[end..]);
        _length += end + TimeBytes - ZoneAt;
        return this;
    }

    // Ampersands are what addresses have most of; everything else goes the encoder's way.
    private void Escaped(ReadOnlySpan<char> text)
    {
        if (text is "&")
        {
            Raw("\\u0026"u8);
            return;
        }

        Span<char> escaped = stackalloc char[256];
        while (!text.IsEmpty)
        {
            JavaScriptEncoder.Default.Encode(text, escaped, out var read, out var written);
            _length += Encoding.ASCII.GetBytes(escaped[..written], _bytes.AsSpan(_length));
            text = text[read..];
        }
    }
}
