using System.Globalization;
using System.IO.Compression;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Server.Jobs;
using Weir.Server.Problems;

namespace Weir.Server.Tables;

/// <summary>
/// Bounds what a file of rows that somebody sent may grow to before anything else is done with it: its rows (Jobs:MaxRows), and its text once it is
/// unpacked (eight times Jobs:MaxBytes). One quick pass that ends at the bound.
/// </summary>
internal static class UploadBounds
{
    /// <summary>Why a file is too much; null when it is not, or cannot be read: the reader of rows tells that.</summary>
    public static Problem? Refusal(string path, string name, TableFileChoice choice, JobSettings bounds, CancellationToken ct)
    {
        var isPacked = IsPacked(path);
        try
        {
            if (isPacked && IsPackedTwice(path)) return null;
            Stream file = File.OpenRead(path);
            using var text = new BoundedText(isPacked ? new GZipStream(file, CompressionMode.Decompress) : file, bounds.MaxTextBytes, ct);
            using var rows = TableFile.From(InputFile.From(text, name, encoding: choice.Encoding), choice);
            return rows.Count(bounds.MaxRows) <= bounds.MaxRows ? null : Problem.TooLarge(string.Create(CultureInfo.InvariantCulture,
                $"{name} has more than {bounds.MaxRows:N0} rows, the most that one request may bring (Jobs:MaxRows). Split it, or use the command line on the server, which has no such bound."));
        }
        catch (TextTooLongException)
        {
            return Problem.TooLarge($"The file unpacks to more than {bounds.MaxTextBytes} bytes, eight times Jobs:MaxBytes. Split it.");
        }
        catch (Exception fault) when (fault is InputFileException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether a file is packed by gzip.</summary>
    public static bool IsPacked(string path)
    {
        using var file = File.OpenRead(path);
        return IsGzip(file);
    }

    // What is packed within is no text to any reader of rows, and is not to be unpacked here either.
    private static bool IsPackedTwice(string path)
    {
        using var text = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return IsGzip(text);
    }

    private static bool IsGzip(Stream stream) => stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;

    private sealed class TextTooLongException : Exception;

    private sealed class BoundedText(Stream text, long most, CancellationToken ct) : Stream
    {
        private long _length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            ct.ThrowIfCancellationRequested();
            var read = text.Read(buffer);
            return (_length += read) <= most ? read : throw new TextTooLongException();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) text.Dispose();
            base.Dispose(disposing);
        }
    }
}
