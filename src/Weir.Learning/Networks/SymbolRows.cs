namespace Weir.Learning.Networks;

/// <summary>Texts as rows of symbols (one byte each), kept one after the other. Adding is for one thread, reading for any number.</summary>
public sealed class SymbolRows
{
    private readonly List<int> _ends = [];
    private byte[] _symbols = new byte[1024];
    private int _used;

    /// <summary>Number of rows.</summary>
    public int Rows => _ends.Count;

    /// <summary>The symbols of a row.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            var start = row == 0 ? 0 : _ends[row - 1];
            return _symbols.AsSpan(start, _ends[row] - start);
        }
    }

    /// <summary>Adds a copy of a row; it may be empty. All rows together hold less than 2^31 symbols.</summary>
    public void Add(ReadOnlySpan<byte> symbols)
    {
        var end = checked(_used + symbols.Length);
        if (end > _symbols.Length) Array.Resize(ref _symbols, (int)Math.Min(Array.MaxLength, Math.Max(2L * _symbols.Length, end)));
        symbols.CopyTo(_symbols.AsSpan(_used));
        _ends.Add(_used = end);
    }
}
