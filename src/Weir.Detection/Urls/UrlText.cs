using System.Runtime.CompilerServices;

namespace Weir.Detection.Urls;

/// <summary>A growing character buffer that keeps its memory between uses.</summary>
internal sealed class UrlText(int capacity)
{
    private char[] _chars = new char[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    public Span<char> Written => _chars.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(char c)
    {
        if (Length == _chars.Length)
            Grow(1);
        _chars[Length++] = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<char> text)
    {
        if (_chars.Length - Length < text.Length)
            Grow(text.Length);
        text.CopyTo(_chars.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Holds this text and no other.</summary>
    public void Set(ReadOnlySpan<char> text)
    {
        Clear();
        Append(text);
    }

    /// <summary>Makes room for <paramref name="count"/> characters and hands it out to be written.</summary>
    public Span<char> Extend(int count)
    {
        if (_chars.Length - Length < count)
            Grow(count);
        Length += count;
        return _chars.AsSpan(Length - count, count);
    }

    public void AppendNumber(int value)
    {
        Span<char> digits = stackalloc char[11];
        value.TryFormat(digits, out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        Append(digits[..written]);
    }

    /// <summary>Drops the first characters.</summary>
    public void RemoveStart(int count)
    {
        _chars.AsSpan(count, Length - count).CopyTo(_chars);
        Length -= count;
    }

    /// <summary>Puts a text in front.</summary>
    public void Insert(ReadOnlySpan<char> text)
    {
        var end = Length;
        Extend(text.Length);
        _chars.AsSpan(0, end).CopyTo(_chars.AsSpan(text.Length));
        text.CopyTo(_chars);
    }

    /// <summary>Puts one text in the place of another wherever it stands within the first characters, which may grow by it.</summary>
    public void Replace(string from, string to, int within)
    {
        for (var at = Span[..within].IndexOf(from); at >= 0;)
        {
            var (end, shift) = (Length, to.Length - from.Length);
            if (shift > 0) Extend(shift);
            _chars.AsSpan(at + from.Length, end - at - from.Length).CopyTo(_chars.AsSpan(at + to.Length));
            to.CopyTo(_chars.AsSpan(at));
            (Length, within) = (end + shift, within + shift);
            var next = Span[(at + to.Length)..within].IndexOf(from);
            at = next < 0 ? -1 : at + to.Length + next;
        }
    }

    private void Grow(int extra) => Array.Resize(ref _chars, Math.Max(_chars.Length * 2, Length + extra));
}
