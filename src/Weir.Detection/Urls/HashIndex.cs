using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Detection.Urls;

/// <summary>Open-addressing table from a nonzero 64-bit hash to a nonzero int, at most half full. Filled once, then only read.</summary>
internal sealed class HashIndex
{
    private readonly ulong[] _keys;
    private readonly int[] _values;
    private readonly int _shift;

    public HashIndex(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, capacity * 2));
        _keys = new ulong[size];
        _values = new int[size];
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    public int Count { get; private set; }

    /// <summary>The value stored under the hash, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Get(ulong hash) => _values[Slot(hash)];

    /// <summary>Stores the value unless the hash is there already.</summary>
    public bool TryAdd(ulong hash, int value)
    {
        int slot = Slot(hash);
        if (_keys[slot] != 0) return false;
        Claim(slot, hash);
        _values[slot] = value;
        return true;
    }

    /// <summary>Adds flag bits to what is stored under the hash.</summary>
    public void Or(ulong hash, int flags)
    {
        int slot = Slot(hash);
        if (_keys[slot] == 0) Claim(slot, hash);
        _values[slot] |= flags;
    }

    private void Claim(int slot, ulong hash)
    {
        if (Count * 2 >= _keys.Length) throw new InvalidOperationException("The table was sized for fewer entries.");
        _keys[slot] = hash;
        Count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private int Slot(ulong hash)
    {
        ulong[] keys = _keys;
        int slot = (int)(hash >> _shift);
        while (true)
        {
            ulong key = keys[slot];
            if (key == hash || key == 0) return slot;
            slot = (slot + 1) & (keys.Length - 1);
        }
    }
}
