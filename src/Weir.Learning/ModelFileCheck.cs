using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Learning;

internal readonly record struct ModelFileSection(byte Kind, int Offset, int Length);

/// <summary>Checks the outside of a model file before anything in it is believed.</summary>
internal readonly ref struct ModelFileCheck
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _name;
    private readonly long _count;

    public ModelFileCheck(ReadOnlySpan<byte> bytes, string name)
    {
        _bytes = bytes;
        _name = name;
        CheckIdentity();
        CheckHash();
        _count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        var manifestOffset = ModelFileLayout.HeaderBytes + _count * ModelFileLayout.EntryBytes;
        var manifestLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        if (manifestOffset > End || manifestLength < 0 || manifestLength > End - manifestOffset) throw Inconsistent("header");
        ManifestOffset = (int)manifestOffset;
        ManifestLength = (int)manifestLength;
    }

    public int ManifestOffset { get; }

    public int ManifestLength { get; }

    private int End => _bytes.Length - ModelFileLayout.HashBytes;

    /// <summary>The section table: offsets ascend, sections do not overlap, names are unique.</summary>
    public Dictionary<string, ModelFileSection> Sections()
    {
        var sections = new Dictionary<string, ModelFileSection>((int)_count, StringComparer.Ordinal);
        long free = ManifestOffset + ManifestLength;
        for (var i = 0; i < _count; i++)
        {
            var entry = _bytes.Slice(ModelFileLayout.HeaderBytes + i * ModelFileLayout.EntryBytes, ModelFileLayout.EntryBytes);
            var name = System.Text.Encoding.UTF8.GetString(entry[..ModelFileLayout.NameBytes].TrimEnd((byte)0));
            var section = Section(entry, free);
            if (!sections.TryAdd(name, section)) throw Inconsistent("section table");
            free = section.Offset + section.Length;
        }
        return sections;
    }

    private ModelFileSection Section(ReadOnlySpan<byte> entry, long free)
    {
        var kind = entry[ModelFileLayout.NameBytes];
        var size = ModelFileLayout.SizeOf(kind);
        var offset = BinaryPrimitives.ReadInt64LittleEndian(entry[48..]);
        var length = BinaryPrimitives.ReadInt64LittleEndian(entry[56..]);
        if (size == 0 || offset < free || offset % ModelFileLayout.Alignment != 0 || offset > End)
            throw Inconsistent("section table");
        if (length < 0 || length > End - offset || length % size != 0) throw Inconsistent("section table");
        return new ModelFileSection(kind, (int)offset, (int)length);
    }

    private void CheckIdentity()
    {
        var start = _bytes[..Math.Min(_bytes.Length, ModelFileLayout.Magic.Length)];
        if (start.IsEmpty) throw Fault("is empty; copy it again or train a new model");
        if (!ModelFileLayout.Magic.StartsWith(start)) throw Fault("is not a Weir model; check the path");
        if (_bytes.Length < ModelFileLayout.HeaderBytes + ModelFileLayout.HashBytes) throw Truncated();
        var version = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[8..]);
        if (version > ModelFileLayout.Version)
            throw Fault(
                $"was written by a newer Weir (format {version}, this one reads {ModelFileLayout.Version}); "
                + "update Weir or choose an older model");
        var length = BinaryPrimitives.ReadInt64LittleEndian(_bytes[16..]);
        if (length > _bytes.Length) throw Truncated();
        if (length != _bytes.Length || version == 0) throw Altered();
    }

    private void CheckHash()
    {
        Span<byte> hash = stackalloc byte[ModelFileLayout.HashBytes];
        SHA256.HashData(_bytes[..End], hash);
        if (!hash.SequenceEqual(_bytes[End..])) throw Altered();
    }

    private ModelFileException Truncated() =>
        Fault($"is truncated ({_bytes.Length} bytes are there); copy it again or train a new model");

    private ModelFileException Altered() =>
        Fault("was altered after it was written (its SHA-256 does not match); copy it again or train a new model");

    private ModelFileException Inconsistent(string part) =>
        Fault($"has a {part} that contradicts itself; copy it again or train a new model");

    private ModelFileException Fault(string what) => new($"The model file {_name} {what}.");
}
