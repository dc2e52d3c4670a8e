using System.IO.Compression;

namespace Weir.Pipeline.Files;

/// <summary>Unpacks gzip, any number of members; damaged or truncated data ends the stream instead of throwing.</summary>
internal sealed class GunzippedStream(Stream packed) : Stream
{
    private readonly GZipStream _unpacked = new(packed, CompressionMode.Decompress);

    /// <summary>True when the data ended early or failed its checksum; everything before it has been given out.</summary>
    public bool IsDamaged { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (IsDamaged) return 0;
        try
        {
            return _unpacked.Read(buffer);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            IsDamaged = true;
            return 0;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
