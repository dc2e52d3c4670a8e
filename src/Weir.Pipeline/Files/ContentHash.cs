using System.Security.Cryptography;

namespace Weir.Pipeline.Files;

/// <summary>SHA-256 of a file, lower-case hex.</summary>
/// <param name="Content">Of what is in it: unpacked when it is gzip. Of its bytes when it is damaged.</param>
/// <param name="Bytes">Of its bytes.</param>
internal readonly record struct ContentHash(string Content, string Bytes)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Reads a file to its end; <see cref="InputFileException"/> when that is impossible.</summary>
    public static ContentHash Of(string path, string name, CancellationToken ct)
    {
        using var file = InputFile.OpenBytes(path, name);
        Span<byte> first = stackalloc byte[2];
        var isPacked = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first[0] == 0x1F && first[1] == 0x8B;
        file.Position = 0;
        var bytes = Of(file, ct);
        if (!isPacked) return new(bytes, bytes);
        file.Position = 0;
        using var content = new GunzippedStream(file);
        var unpacked = Of(content, ct);
        return new(content.IsDamaged ? bytes : unpacked, bytes);
    }

    private static string Of(Stream stream, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        while (stream.Read(buffer) is > 0 and var read)
        {
            ct.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
