using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Detection.Urls;

/// <summary>Open-addressing table from a nonzero 64-bit hash to a nonzero int, at most half full. Filled once, then only read.</summary>
internal sealed class HashIndex
{
    private readonly Entry[] _entries;
    private readonly int _shift;

    public HashIndex(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, capacity * 2));
        _entries = new Entry[size];
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    public int Count { get; private set; }

    /// <summary>The value stored under the hash, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Get(ulong hash) => _entries[Slot(hash)].Value;

    /// <summary>Stores the value unless the hash is there already.</summary>
    public bool TryAdd(ulong hash, int value)
    {
        int slot = Slot(hash);
        if (_entries[slot].Key != 0) return false;
        Claim(slot, hash);
        _entries[slot].Value = value;
        return true;
    }

    /// <summary>Adds flag bits to what is stored under the hash.</summary>
    public void Or(ulong hash, int flags)
    {
        int slot = Slot(hash);
        if (_entries[slot].Key == 0) Claim(slot, hash);
        _entries[slot].Value |= flags;
    }

    private void Claim(int slot, ulong hash)
    {
        if (Count * 2 >= _entries.Length) throw new InvalidOperationException("The table was sized for fewer entries.");
        _entries[slot].Key = hash;
        Count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private int Slot(ulong hash)
    {
        Entry[] entries = _entries;
        int slot = (int)(hash >> _shift);
        while (true)
        {
            ulong key = entries[slot].Key;
            if (key == hash || key == 0) return slot;
            slot = (slot + 1) & (entries.Length - 1);
        }
    }

    // Side by side: a look-up costs one cache miss.
    private struct Entry
    {
        public ulong Key;
        public int Value;
    }
}
