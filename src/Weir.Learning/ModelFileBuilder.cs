using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Weir.Learning;

/// <summary>Writes a <c>.weir</c> model: named flat arrays and a manifest. The same calls give the same bytes.</summary>
public sealed class ModelFileBuilder
{
    private readonly List<(string Name, byte Kind, byte[] Bytes)> _sections = [];

    /// <summary>Adds an array of a primitive number type; the name is unique and at most 40 bytes of UTF-8.</summary>
    public void Add<T>(string name, ReadOnlySpan<T> values) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var kind = ModelFileLayout.KindOf<T>();
        if (kind == 0)
            throw new ArgumentException($"A model file cannot hold elements of type {typeof(T).Name}.", nameof(values));
        if (System.Text.Encoding.UTF8.GetByteCount(name) > ModelFileLayout.NameBytes
            || name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"The section name '{name}' is not valid: at most 40 bytes, no zero.", nameof(name));
        if (_sections.Exists(s => s.Name == name))
            throw new ArgumentException($"The section '{name}' was added twice.", nameof(name));
        _sections.Add((name, kind, LittleEndian(values)));
    }

    /// <summary>The finished file with the given manifest (any JSON text).</summary>
    public byte[] Build(string manifestJson)
    {
        var manifest = System.Text.Encoding.UTF8.GetBytes(manifestJson);
        var tableEnd = ModelFileLayout.HeaderBytes + (long)_sections.Count * ModelFileLayout.EntryBytes;
        var offset = ModelFileLayout.Align(tableEnd + manifest.Length);
        var offsets = new long[_sections.Count];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = offset;
            offset = ModelFileLayout.Align(offset + _sections[i].Bytes.Length);
        }
        var file = new byte[offset + ModelFileLayout.HashBytes];
        WriteHeader(file, manifest.Length);
        for (var i = 0; i < offsets.Length; i++) WriteSection(file, i, offsets[i]);
        manifest.CopyTo(file, tableEnd);
        SHA256.HashData(file.AsSpan(0, (int)offset), file.AsSpan((int)offset));
        return file;
    }

    private void WriteHeader(Span<byte> file, int manifestLength)
    {
        ModelFileLayout.Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file[8..], ModelFileLayout.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(file[12..], (uint)_sections.Count);
        BinaryPrimitives.WriteInt64LittleEndian(file[16..], file.Length);
        BinaryPrimitives.WriteInt64LittleEndian(file[24..], manifestLength);
    }

    private void WriteSection(Span<byte> file, int index, long offset)
    {
        var (name, kind, bytes) = _sections[index];
        var entry = file.Slice(ModelFileLayout.HeaderBytes + index * ModelFileLayout.EntryBytes, ModelFileLayout.EntryBytes);
        System.Text.Encoding.UTF8.GetBytes(name, entry);
        entry[ModelFileLayout.NameBytes] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(entry[48..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(entry[56..], bytes.Length);
        bytes.CopyTo(file[(int)offset..]);
    }

    private static byte[] LittleEndian<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Model files need a little-endian machine.");
        return MemoryMarshal.AsBytes(values).ToArray();
    }
}
