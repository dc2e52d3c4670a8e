namespace Weir.Pipeline.Files;

/// <summary>A forward stream whose first bytes can be looked at before they are read; counts what was taken from below.</summary>
internal sealed class PeekedStream(Stream inner) : Stream
{
    private byte[] _peeked = [];
    private int _at;

    /// <summary>Bytes taken from the stream below so far.</summary>
    public long Taken { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

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
                Taken += read = inner.Read(grown, held, count - held);
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
        var read = inner.Read(buffer);
        Taken += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
