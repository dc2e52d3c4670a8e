using System.Text;

namespace Weir.Detection.Tables;

/// <summary>The places of words in a list; a number is found however it is written, so that 1.0 is 1.</summary>
internal sealed class ValueCodes
{
    private readonly Dictionary<byte[], int> _byText = new(new Utf8Equality());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Dictionary<double, int> _byNumber = [];
    private readonly string[]? _words;

    public ValueCodes(IReadOnlyList<string> values, bool ignoresCase)
    {
        _lookup = _byText.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (var i = 0; i < values.Count; i++)
        {
            var text = Encoding.UTF8.GetBytes(values[i]);
            _byText.TryAdd(text, i);
            if (NumberText.Read(text, out var number) == CellFault.None) _byNumber.TryAdd(number, i);
        }

        IsOfNumbers = values.Count > 0 && _byNumber.Count == values.Count;
        if (ignoresCase && !IsOfNumbers) _words = [.. values];
    }

    public bool IsOfNumbers { get; }

    /// <summary>The place of a word; -1 when it is not in the list.</summary>
    public int Of(ReadOnlySpan<byte> text)
    {
        if (_lookup.TryGetValue(text, out var code)) return code;
        if (_byNumber.Count > 0 && NumberText.Read(text, out var number) == CellFault.None && _byNumber.TryGetValue(number, out code)) return code;
        for (var i = 0; i < _words?.Length; i++)
        {
            if (text.Length == _words[i].Length && Ascii.EqualsIgnoreCase(text, _words[i])) return i;
        }

        return -1;
    }
}
