namespace Weir.Pipeline.Files;

/// <summary>A forward stream whose first bytes can be looked at before they are read; counts what was taken from below.</summary>
internal sealed class PeekedStream(Stream inner) : ForwardStream(inner)
{
    private byte[] _peeked = [];
    private int _at;

    /// <summary>Bytes taken from the stream below so far.</summary>
    public long Taken { get; private set; }

    /// <summary>The next bytes, at most <paramref name="count"/>; fewer at the end, or at once when one read of a live stream gave fewer.</summary>
    public ReadOnlySpan<byte> Peek(int count, bool isLive = false)
    {
        if (_peeked.Length - _at < count)
        {
            var kept = _peeked.AsSpan(_at);
            var grown = new byte[count];
            kept.CopyTo(grown);
            var held = kept.Length;
            for (var read = -1; held < count && read != 0 && !(isLive && held > 0); held += read)
                Taken += read = Below.Read(grown, held, count - held);
            (_peeked, _at) = (grown[..held], 0);
        }
        return _peeked.AsSpan(_at, Math.Min(count, _peeked.Length - _at));
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at < _peeked.Length)
        {
            var count = Math.Min(buffer.Length, _peeked.Length - _at);
            _peeked.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
        var read = Below.Read(buffer);
        Taken += read;
        return read;
    }
}
