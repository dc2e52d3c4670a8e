using System.IO.Compression;

namespace Weir.Pipeline.Files;

/// <summary>Unpacks gzip, any number of members; damaged or truncated data ends the stream instead of throwing.</summary>
internal sealed class GunzippedStream(Stream packed) : ForwardStream(new GZipStream(packed, CompressionMode.Decompress))
{
    /// <summary>True when the data ended early or failed its checksum; everything before it has been given out.</summary>
    public bool IsDamaged { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (IsDamaged) return 0;
        try
        {
            return Below.Read(buffer);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            IsDamaged = true;
            return 0;
        }
    }
}
