using System.Buffers.Binary;

namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>An entry of a log: when it was logged and the DER of what it is about, a certificate or the part of one that is signed.</summary>
internal readonly record struct CtEntry(DateTimeOffset LoggedAt, bool IsPrecertificate, ReadOnlyMemory<byte> Der)
{
    private const ulong LatestTime = 253402300799999;

    /// <summary>
    /// Reads a MerkleTreeLeaf (RFC 6962 section 3.4): version, type of leaf, then the timestamped entry. False with a phrase when it is
    /// none.
    /// </summary>
    public static bool TryReadLeaf(ReadOnlyMemory<byte> leaf, out CtEntry entry, out string fault)
    {
        entry = default;
        var bytes = new CtBytes(leaf);
        if (!bytes.TryByte(out var version) || version != 0) fault = "the leaf has an unknown version";
        else if (!bytes.TryByte(out var type) || type != 0) fault = "the leaf is no timestamped entry";
        else return TryReadTimestamped(ref bytes, out entry, out fault);
        return false;
    }

    /// <summary>Reads a TimestampedEntry.</summary>
    public static bool TryReadTimestamped(ref CtBytes bytes, out CtEntry entry, out string fault)
    {
        entry = default;
        fault = "the entry is cut off";
        if (!bytes.TryTake(8, out var time) || !bytes.TryNumber(2, out var type)) return false;
        if (type > 1)
        {
            fault = "the entry is neither a certificate nor a precertificate";
            return false;
        }

        var milliseconds = BinaryPrimitives.ReadUInt64BigEndian(time.Span);
        if (milliseconds > LatestTime) fault = "the entry has an impossible time";
        else if ((type == 0 || bytes.TryTake(32, out _)) && bytes.TryTakeSized(3, out var der) && bytes.TryTakeSized(2, out _))
        {
            entry = new CtEntry(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds), type == 1, der);
            fault = "";
        }

        return fault.Length == 0;
    }
}

/// <summary>Takes TLS-encoded fields from the front of bytes; every step is checked.</summary>
internal struct CtBytes(ReadOnlyMemory<byte> rest)
{
    private ReadOnlyMemory<byte> _rest = rest;

    /// <summary>Whether everything was taken.</summary>
    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>Takes that many bytes.</summary>
    public bool TryTake(int count, out ReadOnlyMemory<byte> taken)
    {
        taken = default;
        if (_rest.Length < count) return false;
        (taken, _rest) = (_rest[..count], _rest[count..]);
        return true;
    }

    /// <summary>Takes one byte.</summary>
    public bool TryByte(out byte value)
    {
        value = 0;
        if (!TryTake(1, out var one)) return false;
        value = one.Span[0];
        return true;
    }

    /// <summary>Takes a big-endian number of at most three bytes.</summary>
    public bool TryNumber(int width, out int value)
    {
        value = 0;
        if (!TryTake(width, out var bytes)) return false;
        foreach (var one in bytes.Span) value = value << 8 | one;
        return true;
    }

    /// <summary>Takes a field behind its length.</summary>
    public bool TryTakeSized(int width, out ReadOnlyMemory<byte> taken)
    {
        taken = default;
        return TryNumber(width, out var length) && TryTake(length, out taken);
    }
}
