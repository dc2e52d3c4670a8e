using System.Text;

namespace Weir.Detection.Urls.Idna;

/// <summary>A growing list of code points that keeps its memory between uses.</summary>
internal sealed class CodePoints
{
    private int[] _items = new int[256];

    public int Length { get; private set; }

    public Span<int> Span => _items.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    public void Add(int codePoint)
    {
        if (Length == _items.Length)
            Array.Resize(ref _items, Length * 2);
        _items[Length++] = codePoint;
    }

    public void Add(ReadOnlySpan<int> codePoints)
    {
        foreach (var c in codePoints)
            Add(c);
    }

    /// <summary>Adds the code points of UTF-16 text; lone surrogates become U+FFFD.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf16(text, out var rune, out var used);
            Add(rune.Value);
            text = text[used..];
        }
    }

    public void Insert(int at, int codePoint)
    {
        Add(codePoint);
        Span[at..^1].CopyTo(Span[(at + 1)..]);
        Span[at] = codePoint;
    }
}
