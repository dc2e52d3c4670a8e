using System.Runtime.InteropServices;

namespace Weir.Cli.Checks;

/// <summary>Who read the output has closed it: what follows would reach nobody.</summary>
internal sealed class OutputClosedException() : IOException("The output was closed by its reader.");

/// <summary>
/// The standard output, which tells when nobody reads it any more (<c>weir check … | head</c>). .NET drops such writes in
/// silence, so a long check would go on to its end for nobody.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private const int Handle = 1;
    private const short Error = 8;
    private readonly Stream _inner = Console.OpenStandardOutput();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!buffer.IsEmpty && IsClosed()) throw new OutputClosedException();
        _inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() => _inner.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>True when the other end of a pipe or socket is closed (POLLERR, poll(2)); false where that cannot be asked.</summary>
    private static bool IsClosed()
    {
        if (OperatingSystem.IsWindows()) return false;
        var asked = new PollDescriptor { Descriptor = Handle };
        return Poll(ref asked, 1, 0) > 0 && (asked.Returned & Error) != 0;
    }

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Returned;
    }
}
