namespace Weir.Server.Jobs;

/// <summary>The first bytes of a file, for reading: what was written behind them does not count yet.</summary>
internal sealed class PartOfFile(string path, long length) : Stream
{
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _file.Position; set => _file.Position = value; }

    public override int Read(Span<byte> buffer) => _file.Read(buffer[..Bounded(buffer.Length)]);
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _file.ReadAsync(buffer[..Bounded(buffer.Length)], cancellationToken);
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(origin == SeekOrigin.End ? length + offset : offset, origin == SeekOrigin.End ? SeekOrigin.Begin : origin);
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private int Bounded(int count) => (int)Math.Clamp(length - _file.Position, 0, count);
}
