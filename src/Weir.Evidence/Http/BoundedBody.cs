using System.Globalization;

namespace Weir.Evidence.Http;

/// <summary>The body of an answer under its bounds: bytes, time in all, time without a byte.</summary>
internal sealed class BoundedBody(Stream inner, string host, GuardedRequest bounds, RequestClock clock) : Stream
{
    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static string TooLarge(string host, long bytes, long most) => string.Create(
        CultureInfo.InvariantCulture, $"the answer of {host} is larger than allowed ({(bytes > most ? $"{bytes:N0} of " : "")}{most:N0} bytes)");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var caller = cancellationToken;
        clock.StartStall();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, caller);
            var read = await inner.ReadAsync(buffer, either.Token);
            _read += read;
            return _read <= bounds.MaxBytes ? read : throw new GuardedReadException(TooLarge(host, 0, bounds.MaxBytes), ReadEnd.TooLarge);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw new GuardedReadException(clock.Clause(host), clock.IsOver ? ReadEnd.TimeOver : ReadEnd.Stalled);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException and not GuardedReadException)
        {
            throw new GuardedReadException($"the connection to {host} broke off", ReadEnd.Broken, fault);
        }
        finally
        {
            clock.StopStall();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");
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
