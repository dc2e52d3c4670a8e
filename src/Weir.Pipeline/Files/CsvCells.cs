namespace Weir.Pipeline.Files;

/// <summary>Splits one CSV row into cells; reused from row to row, so that nothing is allocated. A delimiter of 0 makes the row one cell.</summary>
public sealed class CsvCells(byte delimiter)
{
    private byte[] _row = [];
    private (int Start, int Length, bool IsQuoted)[] _cells = new (int, int, bool)[16];
    private byte[] _unquoted = [];
    private int _unquotedLength;

    /// <summary>Number of cells in the row; an empty row has one.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a cell without quotes; valid until the next row.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            if (index >= Count) throw new ArgumentOutOfRangeException(nameof(index));
            var (start, length, isQuoted) = _cells[index];
            var raw = _row.AsSpan(start, length);
            return isQuoted ? Unquoted(raw) : raw;
        }
    }

    /// <summary>A cell as it stands in the file, with its quotes.</summary>
    public ReadOnlySpan<byte> Raw(int index) => _row.AsSpan(_cells[index].Start, _cells[index].Length);

    /// <summary>Splits the row that lies at a place in a buffer; the buffer must stay as it is until the next row.</summary>
    public void Split(byte[] buffer, int start, int length)
    {
        (_row, Count, _unquotedLength) = (buffer, 0, 0);
        var end = start + length;
        for (var at = start; ;)
        {
            var isQuoted = at < end && buffer[at] == '"';
            var from = isQuoted ? AfterQuotes(buffer.AsSpan(0, end), at + 1) : at;
            var step = delimiter == 0 ? -1 : buffer.AsSpan(from, end - from).IndexOf(delimiter);
            var stop = step < 0 ? end : from + step;
            if (Count == _cells.Length) Array.Resize(ref _cells, 2 * Count);
            _cells[Count++] = (at, stop - at, isQuoted);
            if (step < 0) return;
            at = stop + 1;
        }
    }

    private static int AfterQuotes(ReadOnlySpan<byte> row, int at)
    {
        while (true)
        {
            var step = row[at..].IndexOf((byte)'"');
            if (step < 0) return row.Length;
            at += step + 1;
            if (at == row.Length || row[at] != '"') return at;
            at++;
        }
    }

    private ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> raw)
    {
        var close = raw[1..].IndexOf((byte)'"');
        if (close >= 0 && close == raw.Length - 2) return raw[1..^1];
        // Doubled quotes, or text behind the closing one: both are rare, and are put together apart.
        if (_unquoted.Length < _unquotedLength + raw.Length) Array.Resize(ref _unquoted, 2 * (_unquotedLength + raw.Length));
        var start = _unquotedLength;
        var isInside = true;
        for (var i = 1; i < raw.Length; i++)
        {
            if (!isInside || raw[i] != '"') _unquoted[_unquotedLength++] = raw[i];
            else if (i + 1 < raw.Length && raw[i + 1] == '"') _unquoted[_unquotedLength++] = raw[i++];
            else isInside = false;
        }
        return _unquoted.AsSpan(start, _unquotedLength - start);
    }
}
