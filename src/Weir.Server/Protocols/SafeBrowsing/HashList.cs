using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Server.Protocols.SafeBrowsing;

/// <summary>Full hashes in order, 32 bytes each, found by their beginning. Immutable: a change makes a new list in one pass.</summary>
internal sealed class HashList
{
    private readonly Hash256[] _sorted;

    private HashList(Hash256[] sorted) => _sorted = sorted;

    /// <summary>A list without hashes.</summary>
    public static HashList Empty { get; } = new([]);

    /// <summary>How many.</summary>
    public int Count => _sorted.Length;

    /// <summary>This list with other hashes added and some taken away; what is in both stays away.</summary>
    public HashList With(IReadOnlyCollection<Hash256> added, IReadOnlySet<Hash256> removed)
    {
        if (added.Count == 0 && removed.Count == 0) return this;
        Hash256[] more = [.. added];
        Array.Sort(more);
        var merged = new Hash256[_sorted.Length + more.Length];
        var (count, at, next) = (0, 0, 0);
        while (at < _sorted.Length || next < more.Length)
        {
            var takeOwn = next == more.Length || (at < _sorted.Length && _sorted[at].CompareTo(more[next]) <= 0);
            var hash = takeOwn ? _sorted[at++] : more[next++];
            if (removed.Contains(hash) || (count > 0 && merged[count - 1] == hash)) continue;
            merged[count++] = hash;
        }

        return new HashList(count == merged.Length ? merged : merged[..count]);
    }

    /// <summary>The hashes that begin with these bytes, in order.</summary>
    public IEnumerable<Hash256> Find(ReadOnlyMemory<byte> prefix)
    {
        var at = Array.BinarySearch(_sorted, Hash256.Read(prefix.Span));
        for (at = at < 0 ? ~at : at; at < _sorted.Length && _sorted[at].StartsWith(prefix.Span); at++) yield return _sorted[at];
    }

    /// <summary>The distinct first four bytes of all, in order.</summary>
    public byte[] Prefixes()
    {
        var prefixes = new byte[_sorted.Length * sizeof(uint)];
        var (length, last) = (0, -1L);
        foreach (var hash in _sorted)
        {
            var prefix = (uint)(hash.A >> 32);
            if (prefix == last) continue;
            last = prefix;
            BinaryPrimitives.WriteUInt32BigEndian(prefixes.AsSpan(length), prefix);
            length += sizeof(uint);
        }

        return prefixes[..length];
    }

    /// <summary>SHA-256 over prefixes as a copy of the list is checked.</summary>
    public static byte[] Checksum(byte[] prefixes) => SHA256.HashData(prefixes);
}
